using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NtkGan.Experiments;
using NtkGan.Experiments.Reproductions;
using NtkGan.Experiments.Stability;

namespace NtkGan.Cli;

/// <summary>The pictures and numbers that a command wrote.</summary>
internal sealed record PictureReport(IReadOnlyList<string> Pictures, string Numbers);

/// <summary>What <c>adequacy --json</c> writes.</summary>
internal sealed record AdequacyReport(IReadOnlyList<string> Pictures, string Numbers, IReadOnlyList<WidthError> Errors, double? Slope, double? SlopeStandardError, double? Law);

/// <summary>What <c>gradients --json</c> writes.</summary>
internal sealed record GradientReport(IReadOnlyList<GradientReading> Games, IReadOnlyList<string> Pictures, string Numbers);

/// <summary>What <c>kernel-cut --json</c> writes.</summary>
internal sealed record KernelCutReport(IReadOnlyList<KernelCut> Kernels, IReadOnlyList<string> Pictures, string Numbers);

/// <summary>What <c>report --json</c> writes.</summary>
internal sealed record WrittenReport(string Report, int Runs, long Bytes);

/// <summary>What <c>film --json</c> writes.</summary>
internal sealed record FilmReport(IReadOnlyList<string> Films, int Pictures);

/// <summary>One check of <c>doctor</c>.</summary>
internal sealed record Finding(string Subject, bool IsWell, string Words);

/// <summary>The JSON of every command, written by generated code, so that it needs no reflection.</summary>
[JsonSerializable(typeof(PictureReport))]
[JsonSerializable(typeof(AdequacyReport))]
[JsonSerializable(typeof(FilmReport))]
[JsonSerializable(typeof(KernelCutReport))]
[JsonSerializable(typeof(GradientReport))]
[JsonSerializable(typeof(WrittenReport))]
[JsonSerializable(typeof(SynthesisedTable))]
[JsonSerializable(typeof(ComparisonTable))]
[JsonSerializable(typeof(CostEstimate))]
[JsonSerializable(typeof(IReadOnlyList<StabilityReport>))]
[JsonSerializable(typeof(IReadOnlyList<ReproducedFigure>))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<double[]>>))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>Indented, keys in snake_case, letters as they are, infinities and NaN as words.</summary>
    public static CommandJson Indented { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>On one line, keys in camelCase.</summary>
    public static CommandJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));
}
