using ScottPlot;

namespace NtkGan.Plots;

/// <summary>How points of a cloud look: what is generated as dots, what is to be reached as hollow diamonds, which show on a dot as on a landscape, in colour and
/// in grey.</summary>
internal static class PointMarks
{
    /// <summary>A generated point.</summary>
    public static MarkerStyle Particle(this PlotStyle style) => new(MarkerShape.FilledCircle, style.PointSize, style.Particle)
    {
        OutlineColor = style.Ink.WithAlpha(0.8),
        OutlineWidth = 1,
    };

    /// <summary>A point to be reached: marks drawn over each other, an outline within an outline.</summary>
    /// <param name="style">Sizes and colours.</param>
    /// <param name="size">Its size, as a multiple of that of a generated point.</param>
    public static MarkerStyle[] Target(this PlotStyle style, float size = 1.25f) =>
    [
        new(MarkerShape.OpenDiamond, size * style.PointSize) { LineColor = style.Ink, LineWidth = 1.4f * style.LineWidth },
        new(MarkerShape.OpenDiamond, size * style.PointSize) { LineColor = style.Target, LineWidth = 0.7f * style.LineWidth },
    ];
}
