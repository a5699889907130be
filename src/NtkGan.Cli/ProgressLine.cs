using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Shows how far a run is: one line that is rewritten where a person watches, a line every few seconds elsewhere. The time left is told
/// once the pace is known, from the steps of the last seconds, for the first ones draw more pictures than others.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="time">The clock; the system's if not given.</param>
/// <param name="name">What stands before the bar, where there are several runs; nothing if not given.</param>
internal sealed class ProgressLine(Terminal terminal, TimeProvider? time = null, string name = "")
{
    private const int BarLength = 24;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(0.1), Unwatched = TimeSpan.FromSeconds(5), Window = TimeSpan.FromSeconds(15), Known = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Queue<(long At, long Step)> _window = [];
    private long? _shown;
    private IReadOnlyList<string> _metrics = [];
    private int _length;

    /// <summary>Takes note of a step, and shows it if it is time.</summary>
    public void Show(RunProgress progress)
    {
        var now = _time.GetTimestamp();
        Note(now, progress.Step);
        if (progress.Metrics is { } row)
            _metrics = [.. progress.Columns.Zip(row).Where(pair => pair.Second is not null)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First} {pair.Second:G4}"))];
        var isLast = progress.Step == progress.LastStep;
        if (!isLast && _shown is { } shown && _time.GetElapsedTime(shown, now) < (terminal.WatchedWidth is null ? Unwatched : Watched)) return;
        if (_shown is null) terminal.Explain(progress.Columns);
        _shown = now;

        var line = LineOf(progress, now);
        if (terminal.WatchedWidth is null) terminal.ErrorOutput.WriteLine(line);
        else terminal.ErrorOutput.Write("\r" + line.PadRight(_length));
        _length = line.Length;
    }

    /// <summary>Ends the line.</summary>
    public void Finish()
    {
        if (terminal.WatchedWidth is not null && _length > 0) terminal.ErrorOutput.WriteLine();
        _length = 0;
    }

    /// <summary>Keeps the steps of the last seconds, and the one before them.</summary>
    private void Note(long now, long step)
    {
        if (_window.Count > 1 && _time.GetElapsedTime(_window.Last().At, now) < Watched) return;
        _window.Enqueue((now, step));
        while (_window.Count > 2 && _time.GetElapsedTime(_window.ElementAt(1).At, now) > Window) _window.Dequeue();
    }

    private string LineOf(RunProgress progress, long now)
    {
        var filled = progress.LastStep == 0 ? BarLength : (int)(BarLength * progress.Step / progress.LastStep);
        var bar = new string('#', filled).PadRight(BarLength, '-');
        IEnumerable<string> parts = [string.Create(CultureInfo.InvariantCulture, $"{name}[{bar}] {progress.Step}/{progress.LastStep}"), .. Pace(progress, now), .. _metrics];
        return terminal.WatchedWidth is { } width ? Fitting(parts, width - 1) : string.Join("  ", parts);
    }

    private IEnumerable<string> Pace(RunProgress progress, long now)
    {
        var first = _window.Peek();
        var (seconds, steps) = (_time.GetElapsedTime(first.At, now), progress.Step - first.Step);
        if (seconds < Known || steps == 0) return [];
        var rate = steps / seconds.TotalSeconds;
        return [string.Create(CultureInfo.InvariantCulture, $"{rate:G3} steps/s"), Left((progress.LastStep - progress.Step) / rate)];
    }

    /// <summary>As many whole parts as fit.</summary>
    private static string Fitting(IEnumerable<string> parts, int width)
    {
        var line = "";
        foreach (var part in parts)
        {
            var longer = line.Length == 0 ? part : $"{line}  {part}";
            if (longer.Length > width) break;
            line = longer;
        }

        return line;
    }

    private static string Left(double seconds) => seconds switch
    {
        < 0.5 => "done",
        < 99.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s left"),
        < 5940 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h left"),
    };
}
