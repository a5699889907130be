using System.Text.Json;
using NtkGan.Kernels;
using NtkGan.Metrics;

namespace NtkGan.Experiments;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Further steps would change nothing that the settings ask for; the reason says what was met.</summary>
    Converged,

    /// <summary>All steps were done, and all that they asked for.</summary>
    Finished,

    /// <summary>All steps were done, but something in them ended before what was asked of it was done; the notes say what.</summary>
    StepLimit,

    /// <summary>A step had no finite answer, or the run went far away from where it began; the reason says why and what to change.</summary>
    Diverged,

    /// <summary>It was asked to stop, and saved a checkpoint.</summary>
    Interrupted,
}

/// <summary>What a run came to: the content of <c>result.json</c>.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">One sentence; empty if there is nothing to say.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Metrics">The last row of metrics; null where unavailable.</param>
/// <param name="Notes">Remarks on the results.</param>
/// <param name="Seconds">Wall-clock time in seconds; a resumed run counts from its resumption.</param>
/// <param name="Accuracy">How far the last metrics can be trusted, where that is known; null where it is not.</param>
/// <param name="Summation">How the discriminator's sums over points were taken in the steps since the start or the resumption, and the one that erred by
/// most of those that were checked; null where there was none.</param>
public sealed record RunResult(RunStatus Status, string Reason, long Step, IReadOnlyDictionary<string, double?> Metrics,
    IReadOnlyCollection<string> Notes, double Seconds, IReadOnlyDictionary<string, MetricAccuracy>? Accuracy = null, SummationReport? Summation = null)
{
    /// <summary>The result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Indented.RunResult);

    /// <summary>The result in a JSON text, or null if it holds none.</summary>
    public static RunResult? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJson.Indented.RunResult) is { Metrics: not null, Notes: not null, Reason: not null } result ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How far one metric can be trusted.</summary>
/// <param name="Status">How it was found.</param>
/// <param name="Error">A bound or an estimate of its absolute error, as the status says; null where there is none.</param>
public sealed record MetricAccuracy(MetricStatus Status, double? Error);
