using System.Diagnostics;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Shows how far a run is: one line that is rewritten where a person watches, a line every few seconds elsewhere.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const int BarLength = 24;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(0.1), Unwatched = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.MinValue;
    private string _metrics = "";
    private int _length;

    /// <summary>Takes note of a step, and shows it if it is time.</summary>
    public void Show(RunProgress progress)
    {
        if (progress.Metrics is { } row)
            _metrics = string.Join("  ", progress.Columns.Zip(row).Where(pair => pair.Second is not null)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First} {pair.Second:G4}")));
        var isLast = progress.Step == progress.LastStep;
        if (!isLast && _shown != TimeSpan.MinValue && _clock.Elapsed - _shown < (terminal.IsWatched ? Watched : Unwatched)) return;
        _shown = _clock.Elapsed;

        var line = LineOf(progress, _clock.Elapsed);
        if (terminal.IsWatched) terminal.ErrorOutput.Write("\r" + line.PadRight(_length));
        else terminal.ErrorOutput.WriteLine(line);
        _length = line.Length;
    }

    /// <summary>Ends the line.</summary>
    public void Finish()
    {
        if (terminal.IsWatched && _length > 0) terminal.ErrorOutput.WriteLine();
    }

    private string LineOf(RunProgress progress, TimeSpan elapsed)
    {
        var done = progress.Step - progress.FirstStep;
        var rate = done / Math.Max(elapsed.TotalSeconds, 1e-3);
        var filled = progress.LastStep == 0 ? BarLength : (int)(BarLength * progress.Step / progress.LastStep);
        var bar = new string('#', filled).PadRight(BarLength, '-');
        var pace = done == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {rate:G3} steps/s  {Left((progress.LastStep - progress.Step) / rate)}");
        var line = string.Create(CultureInfo.InvariantCulture, $"[{bar}] {progress.Step}/{progress.LastStep}{pace}  {_metrics}");
        return terminal.IsWatched && Console.WindowWidth is > 1 and var width && line.Length >= width ? line[..(width - 1)] : line;
    }

    private static string Left(double seconds) => seconds switch
    {
        < 0.5 => "done",
        < 99.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s left"),
        < 5940 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h left"),
    };
}
