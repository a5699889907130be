using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says of a comparison which run it is at, how long each takes, and how far it is.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="comparison">The comparison.</param>
/// <param name="isQuiet">Whether nothing is said.</param>
internal sealed class ComparisonWatch(Terminal terminal, Comparison comparison, bool isQuiet)
{
    private ProgressLine _progress = new(terminal);

    /// <summary>A run begins.</summary>
    public IProgress<RunProgress>? Begin(ComparedRun run)
    {
        Finish();
        var number = comparison.Runs.Select((other, index) => (other, index)).First(pair => pair.other == run).index + 1;
        if (isQuiet) return null;
        terminal.ErrorOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number}/{comparison.Runs.Count} {run.Path}"));
        _progress = new(terminal);
        var left = comparison.Runs.Count - number;
        return new RunWatch(new(terminal, left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of this run, before {left} more")), _progress);
    }

    /// <summary>Ends the line.</summary>
    public void Finish() => _progress.Finish();
}
