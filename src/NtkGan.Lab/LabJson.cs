using System.Text.Json.Serialization;
using NtkGan.Experiments.Stability;

namespace NtkGan.Lab;

/// <summary>What a page sends: the words of an experiment, and of what it is to open the number, later ones in place of earlier ones.</summary>
internal sealed record WordsMessage(IReadOnlyList<string>? Words, int Turn = 0);

/// <summary>How fast to play.</summary>
internal sealed record PaceMessage(int StepsPerFrame, double FramesPerSecond);

/// <summary>Where to put a point.</summary>
internal sealed record PlaceMessage(int Point, IReadOnlyList<double>? Place);

/// <summary>A file that was dropped.</summary>
internal sealed record TableMessage(string? Name, string? Text);

/// <summary>The first event of a page: what its session is called.</summary>
internal sealed record SessionMessage(string Session);

/// <summary>One sentence on what is wrong.</summary>
internal sealed record ErrorMessage(string Error);

/// <summary>Why what was played plays no more.</summary>
internal sealed record StoppedMessage(string Error, int Work);

/// <summary>Nothing more to say.</summary>
internal sealed record DoneMessage(bool Done = true);

/// <summary>What a page must know of what it plays. Arrays of numbers are base64 of little-endian 32-bit floats; moments carry the number of the work they are of, and what is asked of a work names it.</summary>
internal sealed record StartMessage(IReadOnlyList<string> Header, string Caption, IReadOnlyList<string> Curves, IReadOnlyList<string> Remarks, int Dimension, double[] View,
    ImageMessage? Image, string Targets, string LandscapeLabel, bool PointsDescend, string Legend, int Work, IReadOnlyDictionary<string, string>? Settings = null);

/// <summary>That points are images, and the values of a black and a white pixel.</summary>
internal sealed record ImageMessage(int Height, int Width, int Channels, double Black, double White);

/// <summary>One moment.</summary>
internal sealed record FrameMessage(long Step, double? Time, string Points, string Velocities, LandscapeMessage? Landscape, IReadOnlyList<double?>? Values, int Kept, bool IsPlaying, string? End, int Work);

/// <summary>The discriminator, or what it costs, on a grid, row after row from below.</summary>
internal sealed record LandscapeMessage(int Columns, int Rows, string Values);

/// <summary>The same experiment for elsewhere.</summary>
internal sealed record ExportMessage(string Yaml, string Program);

/// <summary>A picture.</summary>
internal sealed record PictureMessage(string Svg);

/// <summary>Points that were read.</summary>
internal sealed record PointsMessage(IReadOnlyList<IReadOnlyList<double>> Points);

/// <summary>The predicted regimes over the width (columns) and the regularisation (rows).</summary>
internal sealed record AtlasMessage(double[] Width, double[] Regularisation, IReadOnlyList<string> Regimes, int[] Cells, double AtWidth, double AtRegularisation);

/// <summary>Something to choose.</summary>
/// <param name="Label">What people read.</param>
/// <param name="Value">Its YAML.</param>
/// <param name="Formula">What it is.</param>
internal sealed record Choice(string Label, string Value, string Formula);

/// <summary>All that can be chosen.</summary>
internal sealed record CatalogMessage(string Version, IReadOnlyList<Choice> Data, IReadOnlyList<Choice> Kernels, IReadOnlyList<Choice> Losses, IReadOnlyList<Choice> GameKernels,
    IReadOnlyList<string> Files, IReadOnlyList<TourStop> Tour);

/// <summary>The JSON of the lab, by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WordsMessage))]
[JsonSerializable(typeof(PaceMessage))]
[JsonSerializable(typeof(PlaceMessage))]
[JsonSerializable(typeof(TableMessage))]
[JsonSerializable(typeof(SessionMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(StoppedMessage))]
[JsonSerializable(typeof(DoneMessage))]
[JsonSerializable(typeof(StartMessage))]
[JsonSerializable(typeof(FrameMessage))]
[JsonSerializable(typeof(ExportMessage))]
[JsonSerializable(typeof(PictureMessage))]
[JsonSerializable(typeof(PointsMessage))]
[JsonSerializable(typeof(AtlasMessage))]
[JsonSerializable(typeof(CatalogMessage))]
[JsonSerializable(typeof(StabilityReport))]
internal sealed partial class LabJson : JsonSerializerContext;
