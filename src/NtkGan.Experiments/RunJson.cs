using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NtkGan.Experiments.Reproductions;
using NtkGan.Metrics;

namespace NtkGan.Experiments;

/// <summary>The JSON of run folders, written and read by generated code, so that it needs no reflection.</summary>
[JsonSerializable(typeof(RunEnvironment))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ReproducedFigure))]
[JsonSerializable(typeof(RunNotes.Note[]))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>Indented, keys and choices in snake_case, letters as they are.</summary>
    public static RunJson Indented { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<MetricStatus>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<Paper>(JsonNamingPolicy.SnakeCaseLower) },
    });
}
