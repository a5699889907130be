using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>Lines of equal value with the value on each, at levels of a function's own range: what colours on a scale that several pictures share cannot show.
/// A value stands where its line is farthest from marks.</summary>
/// <param name="style">Sizes and colours.</param>
/// <param name="values">The function on a grid: row i at height i from below.</param>
/// <param name="x">Where the first and the last column are.</param>
/// <param name="y">Where the first and the last row are.</param>
/// <param name="marks">Places that values keep away from.</param>
/// <param name="remark">What is said of the lines, given their distance.</param>
internal sealed class Contours(PlotStyle style, Matrix values, AxisRange x, AxisRange y, IReadOnlyList<Coordinates> marks, Func<string, string> remark) : IPlottable
{
    private const int MostLines = 10, MostPlaces = 60;
    private const double Flat = 1e-9;

    // In heights of a letter: a value nearer to a mark hides it, one farther away gains nothing.
    private const float Near = 0.9f, Far = 3;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        var levels = Levels();
        if (levels.Count == 0) return;
        var size = 0.8f * style.TextSize;
        var texts = GroundedText.InCorner(remark(Distance(levels)), rp.DataRect, size).ToList();
        SKPoint[] avoided = [.. marks.Select(Pixel)];
        using var lines = new SKPath();
        foreach (var level in levels)
        {
            var pieces = new LevelLines(values, level.Position, x, y, LineStyle.None).Segments().Select(piece => (From: Pixel(piece.From), To: Pixel(piece.To))).ToList();
            foreach (var (from, to) in pieces)
            {
                lines.MoveTo(from);
                lines.LineTo(to);
            }

            var every = (pieces.Count + MostPlaces - 1) / MostPlaces;
            var places = pieces.Where((_, index) => index % every == 0).Select(piece => new GroundedText(level.Label, new((piece.From.X + piece.To.X) / 2, (piece.From.Y + piece.To.Y) / 2), size));
            if (Best(places, rp.DataRect.Contract(0.3f * size).ToSKRect(), avoided, texts) is { } best) texts.Add(best);
        }

        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        (paint.StrokeWidth, paint.Color) = (1.4f * style.LineWidth, style.Paper.WithAlpha(0.35).ToSKColor());
        rp.Canvas.DrawPath(lines, paint);
        (paint.StrokeWidth, paint.Color) = (0.5f * style.LineWidth, style.Ink.WithAlpha(0.75).ToSKColor());
        rp.Canvas.DrawPath(lines, paint);
        foreach (var text in texts) text.Draw(rp.Canvas, style);
    }

    /// <summary>Round values within the range of the function, none where it is flat.</summary>
    private List<Tick> Levels()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return high - low > Flat * Math.Max(Math.Abs(low), Math.Abs(high)) ? [.. DecimalTicks.Between(low, high, MostLines).Where(tick => tick.IsMajor)] : [];
    }

    // Written as the levels are.
    private static string Distance(List<Tick> levels)
    {
        var distance = levels.Count > 1 ? levels[1].Position - levels[0].Position : 0;
        return distance.ToString(levels.Exists(level => level.Label.Contains('e', StringComparison.Ordinal)) ? "0.#e+0" : "0.#########", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal).Replace('-', '\u2212');
    }

    private static GroundedText? Best(IEnumerable<GroundedText> places, SKRect room, SKPoint[] avoided, List<GroundedText> texts)
    {
        var (best, widest) = ((GroundedText?)null, 0f);
        foreach (var place in places)
        {
            if (!room.Contains(place.Ground) || texts.Exists(text => text.Ground.IntersectsWith(place.Ground))) continue;
            var free = Far * place.Size;
            foreach (var mark in avoided) free = Math.Min(free, SKPoint.Distance(mark, place.Middle));
            if (free > Math.Max(widest, Near * place.Size)) (best, widest) = (place, free);
        }

        return best;
    }

    private SKPoint Pixel(Coordinates place) => Axes.GetPixel(place).ToSKPoint();
}
