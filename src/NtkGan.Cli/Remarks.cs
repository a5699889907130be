using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Metrics;

namespace NtkGan.Cli;

/// <summary>The notes of a result, as a person reads them at the end of a run. How exactly a metric was computed fills one calm line, for the run does not
/// depend on it; the file has all of it.</summary>
internal static class Remarks
{
    /// <summary>The notes, then what is to be known of approximate metrics.</summary>
    public static IEnumerable<string> Of(RunResult result)
    {
        var approximate = (result.Accuracy ?? new Dictionary<string, MetricAccuracy>())
            .Where(pair => pair.Value.Status == MetricStatus.StepLimit && result.Notes.Any(note => IsOf(pair.Key, note))).ToList();
        foreach (var note in result.Notes)
            if (!approximate.Exists(pair => IsOf(pair.Key, note))) yield return note;
        if (approximate.Count == 0) yield break;
        var names = string.Join(" and ", approximate.Select(pair => $"{pair.Key} ({MetricWords.Of(pair.Key)}{Share(result, pair.Key, pair.Value)})"));
        yield return $"Approximate: {names}. That concerns {(approximate.Count == 1 ? "this number" : "these numbers")} alone, not the run; result.json says how far.";
    }

    private static bool IsOf(string column, string note) => note.StartsWith(column + ": ", StringComparison.Ordinal);

    private static string Share(RunResult result, string column, MetricAccuracy accuracy) =>
        accuracy.Error is { } error && result.Metrics.GetValueOrDefault(column) is { } value && value != 0 && Math.Abs(error / value) is var share and < 1
            ? string.Create(CultureInfo.InvariantCulture, $", about {100 * share:G2} % at the end") : "";
}
