using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says of a comparison which runs it is at, how long each takes, how far the one is that began first, and how each ended.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="comparison">The comparison.</param>
internal sealed class ComparisonWatch(Terminal terminal, Comparison comparison) : IProgress<ComparisonProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ComparedRun, int> _numbers = comparison.Runs.Select((run, index) => (run, index)).ToDictionary(pair => pair.run, pair => pair.index + 1);

    // In the order in which they began.
    private readonly List<Shown> _underWay = [];

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        lock (_lock)
        {
            var shown = _underWay.Find(one => one.Run == value.Run);
            if (value.Step is { } step) Show(shown!, step);
            else if (!value.IsOver) Begin(value.Run);
            else if (shown is not null) End(shown);
        }
    }

    /// <summary>Ends the line.</summary>
    public void Finish()
    {
        lock (_lock) FinishLine();
    }

    private void FinishLine() => _underWay.FirstOrDefault()?.Line.Finish();

    private void Begin(ComparedRun run)
    {
        FinishLine();
        var number = string.Create(CultureInfo.InvariantCulture, $"{_numbers[run]}/{comparison.Runs.Count}");
        terminal.ErrorOutput.WriteLine($"{number} {run.Path}");
        _underWay.Add(new(run, new(terminal, $" of run {number}", beforehand: FinishLine), new(terminal, name: $"{number} ")));
    }

    private void Show(Shown shown, RunProgress step)
    {
        shown.Estimate.Show(step);
        var isFirst = shown == _underWay[0];
        if (!isFirst && step.Step < step.LastStep) return;
        if (!isFirst) FinishLine();
        shown.Line.Show(step);
        if (!isFirst) shown.Line.Finish();
    }

    private void End(Shown shown)
    {
        if (shown == _underWay[0]) FinishLine();
        _underWay.Remove(shown);
    }

    private sealed record Shown(ComparedRun Run, Estimate Estimate, ProgressLine Line);
}
