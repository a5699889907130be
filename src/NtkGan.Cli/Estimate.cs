using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says once how long a run will take, as soon as its first steps have shown their pace, if that is over a minute.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="suffix">What follows the number of steps.</param>
internal sealed class Estimate(Terminal terminal, string suffix = "")
{
    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(1);
    private bool _isKnown;

    /// <summary>Takes note of a step.</summary>
    public void Show(RunProgress progress)
    {
        if (_isKnown || progress.Left is not { } left) return;
        _isKnown = true;
        if (left > Worth) terminal.ErrorOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"about {Words(left)} for {progress.LastStep - progress.Step:N0} steps{suffix}"));
    }

    /// <summary>A duration in the two units that matter.</summary>
    public static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 99.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
        { TotalMinutes: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} min"),
        { TotalHours: < 47.5 } => Pair(Math.Round(time.TotalMinutes), 60, "h", "min"),
        _ => Pair(Math.Round(time.TotalHours), 24, "days", "h"),
    };

    private static string Pair(double small, double ratio, string large, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(small / ratio):N0} {large}{(small % ratio == 0 ? "" : $" {small % ratio:F0} {unit}")}");
}
