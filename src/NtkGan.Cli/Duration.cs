using System.Globalization;

namespace NtkGan.Cli;

/// <summary>Durations for people.</summary>
public static class Duration
{
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
