using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

/// <summary>The texts of an SVG and the rectangles that they fill, for tests on what a reader can see.</summary>
public sealed partial class SvgTexts
{
    private readonly Dictionary<string, SKRect> _clips = [];

    public SvgTexts(byte[] svg)
    {
        Root = XDocument.Load(new MemoryStream(svg)).Root!;
        float[] box = [.. Root.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
        Canvas = new(box[0], box[1], box[2], box[3]);
        foreach (var clip in Root.Descendants().Where(element => element.Name.LocalName == "clipPath"))
            if (clip.Elements().SingleOrDefault(element => element.Name.LocalName == "rect") is { } rect)
                _clips[clip.Attribute("id")!.Value] = SKRect.Create(Of(rect, "x"), Of(rect, "y"), Of(rect, "width"), Of(rect, "height"));
        All = [.. Root.Descendants().Where(element => element.Name.LocalName == "text").Select(Box).Where(text => text.Words.Trim().Length > 0)];
    }

    public XElement Root { get; }

    public SKRect Canvas { get; }

    /// <summary>Every text, the rectangle of its letters, and the part of the canvas that it may show in.</summary>
    public IReadOnlyList<(string Words, SKRect Box, SKRect Room)> All { get; }

    private (string Words, SKRect Box, SKRect Room) Box(XElement text)
    {
        var size = Of(text, "font-size");
        float[] xs = Numbers(text.Attribute("x")?.Value), ys = Numbers(text.Attribute("y")?.Value);
        using var font = new SKFont(PlotFont.Typeface, size);
        font.MeasureText(text.Value.Trim(), out var letters);
        letters.Offset(xs.FirstOrDefault(), ys.FirstOrDefault());
        var (matrix, room) = (SKMatrix.Identity, Canvas);
        foreach (var element in text.AncestorsAndSelf())
        {
            if (element.Attribute("transform")?.Value is { } transform) matrix = matrix.PostConcat(MatrixOf(transform));
            if (Clip().Match(element.Attribute("clip-path")?.Value ?? "") is { Success: true } clip && _clips.TryGetValue(clip.Groups[1].Value, out var shown)) room.Intersect(shown);
        }

        return (text.Value.Trim(), matrix.MapRect(letters), room);
    }

    private static SKMatrix MatrixOf(string transform)
    {
        var whole = SKMatrix.Identity;
        foreach (Match part in Part().Matches(transform))
        {
            var numbers = Numbers(part.Groups[2].Value);
            whole = whole.PreConcat(part.Groups[1].Value switch
            {
                "translate" => SKMatrix.CreateTranslation(numbers[0], numbers.Length > 1 ? numbers[1] : 0),
                "rotate" => numbers.Length > 2 ? SKMatrix.CreateRotationDegrees(numbers[0], numbers[1], numbers[2]) : SKMatrix.CreateRotationDegrees(numbers[0]),
                "scale" => SKMatrix.CreateScale(numbers[0], numbers[^1]),
                "matrix" => new SKMatrix(numbers[0], numbers[2], numbers[4], numbers[1], numbers[3], numbers[5], 0, 0, 1),
                var other => throw new NotSupportedException(other),
            });
        }

        return whole;
    }

    private static float[] Numbers(string? text) => [.. (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    private static float Of(XElement element, string attribute) => element.Attribute(attribute) is { } value ? Number(value.Value) : 0;

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\w+)\(([^)]*)\)")]
    private static partial Regex Part();

    [GeneratedRegex(@"^url\(#(.+)\)$")]
    private static partial Regex Clip();
}
