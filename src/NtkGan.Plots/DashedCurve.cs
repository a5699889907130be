using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A polyline with dashes that are outlines themselves, so that every format has them: an SVG canvas knows no path effects.</summary>
internal sealed class DashedCurve(IReadOnlyList<Coordinates> points, LineStyle line) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        path.AddPoly([.. points.Select(point => Axes.GetPixel(point).ToSKPoint())], close: false);
        Draw(rp.Canvas, path, line);
    }

    /// <summary>Draws a path with the width, colour and dashes of a line.</summary>
    public static void Draw(SKCanvas canvas, SKPath path, LineStyle line)
    {
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = line.Width, StrokeJoin = SKStrokeJoin.Round, Color = line.Color.ToSKColor() };
        if (line.Pattern.Intervals.Length < 2)
        {
            canvas.DrawPath(path, paint);
            return;
        }

        using var dashes = SKPathEffect.CreateDash(line.Pattern.Intervals, line.Pattern.Phase);
        paint.PathEffect = dashes;
        using var outline = new SKPath();
        if (!paint.GetFillPath(path, outline)) return;
        (paint.PathEffect, paint.Style) = (null, SKPaintStyle.Fill);
        canvas.DrawPath(outline, paint);
    }
}
