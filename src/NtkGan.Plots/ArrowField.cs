using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>Arrows with a light rim, all drawn at once. The head shrinks with a short arrow; one below a pixel is left out.</summary>
internal sealed class ArrowField(IReadOnlyList<CoordinateLine> arrows, Color fill, Color rim, float size) : IPlottable
{
    private const float HeadLength = 11, HeadWidth = 5, ShaftWidth = 1.1f;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach (var arrow in arrows)
        {
            var (from, to) = (Axes.GetPixel(arrow.Start), Axes.GetPixel(arrow.End));
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var length = MathF.Sqrt(dx * dx + dy * dy);
            if (!(length >= 1)) continue;
            var head = Math.Min(size * HeadLength, 0.7f * length);
            var (ux, uy, wide, thin) = (dx / length, dy / length, head * HeadWidth / HeadLength, Math.Min(size * ShaftWidth, 0.2f * length));
            SKPoint At(float along, float aside) => new(from.X + along * ux - aside * uy, from.Y + along * uy + aside * ux);
            path.AddPoly([At(0, thin), At(length - head, thin), At(length - head, wide), At(length, 0), At(length - head, -wide), At(length - head, -thin), At(0, -thin)]);
        }

        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.StrokeAndFill, StrokeWidth = 2, StrokeJoin = SKStrokeJoin.Round, Color = rim.ToSKColor() };
        rp.Canvas.DrawPath(path, paint);
        (paint.Style, paint.Color) = (SKPaintStyle.Fill, fill.ToSKColor());
        rp.Canvas.DrawPath(path, paint);
    }
}
