using NtkGan.Numerics;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>The lines on which a function given at the points of a grid has a value: marching triangles, each square cut along a diagonal, so that no case
/// is ambiguous; the function is linear on a triangle.</summary>
internal sealed class LevelLines(Matrix values, double level, AxisRange x, AxisRange y, LineStyle line, Color? rim = null) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach (var (from, to) in Segments())
        {
            path.MoveTo(Axes.GetPixel(from).ToSKPoint());
            path.LineTo(Axes.GetPixel(to).ToSKPoint());
        }

        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        if (rim is { } around)
        {
            (paint.StrokeWidth, paint.Color) = (line.Width + 2.5f, around.ToSKColor());
            rp.Canvas.DrawPath(path, paint);
        }

        (paint.StrokeWidth, paint.Color) = (line.Width, line.Color.ToSKColor());
        rp.Canvas.DrawPath(path, paint);
    }

    /// <summary>The pieces, in coordinates: row i of the values at height i from below, the first and last at the ends of the ranges.</summary>
    public IEnumerable<(Coordinates From, Coordinates To)> Segments()
    {
        for (var i = 0; i + 1 < values.Rows; i++)
            for (var j = 0; j + 1 < values.Columns; j++)
            {
                var above = values[i, j] >= level;
                if (values[i, j + 1] >= level == above && values[i + 1, j] >= level == above && values[i + 1, j + 1] >= level == above) continue;
                foreach (var corners in new (int Row, int Column)[][] { [(i, j), (i, j + 1), (i + 1, j)], [(i + 1, j + 1), (i + 1, j), (i, j + 1)] })
                {
                    Coordinates[] cuts = [.. Cuts(corners)];
                    if (cuts.Length == 2) yield return (cuts[0], cuts[1]);
                }
            }
    }

    private IEnumerable<Coordinates> Cuts((int Row, int Column)[] corners)
    {
        for (var k = 0; k < 3; k++)
        {
            var (a, b) = (corners[k], corners[(k + 1) % 3]);
            var (low, high) = (values[a.Row, a.Column] - level, values[b.Row, b.Column] - level);
            if (low >= 0 == high >= 0) continue;
            var share = double.IsFinite(low) && double.IsFinite(high) ? low / (low - high) : .5;
            yield return new(x.From + x.Span * (a.Column + share * (b.Column - a.Column)) / (values.Columns - 1), y.From + y.Span * (a.Row + share * (b.Row - a.Row)) / (values.Rows - 1));
        }
    }
}
