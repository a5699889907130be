using ScottPlot;

namespace NtkGan.Plots;

/// <summary>How points of a cloud look: what is generated as dots, what is to be reached as hollow diamonds, which show on a dot as on a landscape, in colour and
/// in grey.</summary>
internal static class PointMarks
{
    private const double Crowd = 200;
    private const float Smallest = 0.65f;

    /// <summary>A generated point.</summary>
    /// <param name="style">Sizes and colours.</param>
    /// <param name="count">How many there are: of many each is smaller.</param>
    public static MarkerStyle Particle(this PlotStyle style, int count = 1) => new(MarkerShape.FilledCircle, Crowded(count) * style.PointSize, style.Particle)
    {
        OutlineColor = style.Ink.WithAlpha(0.8),
        OutlineWidth = 1,
    };

    /// <summary>A point to be reached: marks drawn over each other, an outline within an outline.</summary>
    /// <param name="style">Sizes and colours.</param>
    /// <param name="size">Its size, as a multiple of that of a generated point.</param>
    /// <param name="count">How many there are: of many each is smaller.</param>
    public static MarkerStyle[] Target(this PlotStyle style, float size = 1.25f, int count = 1) =>
    [
        new(MarkerShape.OpenDiamond, Crowded(count) * size * style.PointSize) { LineColor = style.Ink, LineWidth = Crowded(count) * 1.4f * style.LineWidth },
        new(MarkerShape.OpenDiamond, Crowded(count) * size * style.PointSize) { LineColor = style.Target, LineWidth = Crowded(count) * 0.7f * style.LineWidth },
    ];

    private static float Crowded(int count) => Math.Clamp((float)Math.Sqrt(Crowd / Math.Max(1, count)), Smallest, 1);
}
