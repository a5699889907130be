using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NtkGan.Experiments;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Further steps would change nothing that the settings ask for; the reason says what was met.</summary>
    Converged,

    /// <summary>All steps were done.</summary>
    StepLimit,

    /// <summary>A step had no finite answer; the reason says why and what to change.</summary>
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
public sealed record RunResult(RunStatus Status, string Reason, long Step, IReadOnlyDictionary<string, double?> Metrics,
    IReadOnlyCollection<string> Notes, double Seconds)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>The result in a JSON text, or null if it holds none.</summary>
    public static RunResult? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(json, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
