using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A mark of straight lines, whose path is held until it is drawn. The plotting library's own leaves its path to the collector, which may free it while
/// Skia still reads it and so end the process.</summary>
/// <param name="corners">The corners, in units of half the mark's size.</param>
/// <param name="shape">How they are joined.</param>
internal sealed class HeldMark(SKPoint[] corners, HeldMark.Joined shape) : IMarker
{
    // A triangle of equal sides, each as long as the mark is large, about its middle.
    private const float Above = 1.1547f, Below = 0.57735f;

    private static readonly SKPoint[]
        Diamond = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)],
        Up = [new(0, -Above), new(1, Below), new(-1, Below)],
        Down = [new(0, Above), new(1, -Below), new(-1, -Below)],
        Slanted = [new(1, 1), new(-1, -1), new(-1, 1), new(1, -1)],
        Upright = [new(0, 1), new(0, -1), new(-1, 0), new(1, 0)];

    private static readonly Dictionary<MarkerShape, HeldMark> Marks = new()
    {
        [MarkerShape.FilledDiamond] = new(Diamond, Joined.Filled),
        [MarkerShape.OpenDiamond] = new(Diamond, Joined.Outlined),
        [MarkerShape.FilledTriangleUp] = new(Up, Joined.Filled),
        [MarkerShape.OpenTriangleUp] = new(Up, Joined.Outlined),
        [MarkerShape.FilledTriangleDown] = new(Down, Joined.Filled),
        [MarkerShape.OpenTriangleDown] = new(Down, Joined.Outlined),
        [MarkerShape.Eks] = new(Slanted, Joined.InPairs),
        [MarkerShape.Cross] = new(Upright, Joined.InPairs),
    };

    /// <summary>How corners make a mark.</summary>
    internal enum Joined
    {
        /// <summary>A polygon with an outline.</summary>
        Filled,

        /// <summary>Its lines alone.</summary>
        Outlined,

        /// <summary>A line for each two of them.</summary>
        InPairs,
    }

    /// <summary>Has a style drawn by such a mark, if its shape is of straight lines.</summary>
    public static void Take(MarkerStyle style)
    {
        if (Marks.TryGetValue(style.Shape, out var mark)) style.CustomRenderer ??= mark;
    }

    /// <inheritdoc/>
    public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
    {
        var radius = size / 2;
        using var path = new SKPath();
        for (var i = 0; i < corners.Length; i++)
        {
            var (x, y) = (center.X + radius * corners[i].X, center.Y + radius * corners[i].Y);
            if (i == 0 || (shape == Joined.InPairs && i % 2 == 0)) path.MoveTo(x, y);
            else path.LineTo(x, y);
        }

        if (shape != Joined.InPairs) path.Close();
        if (shape == Joined.Filled) Drawing.FillPath(canvas, paint, path, markerStyle.FillStyle, new PixelRect(center, radius));
        Drawing.DrawPath(canvas, paint, path, shape == Joined.Filled ? markerStyle.OutlineStyle : markerStyle.LineStyle);
    }
}
