using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Draws the path of one generated point after the other: each in its own colour where they are few, all in one where they are many.</summary>
internal sealed class PathPainter(PlotStyle style, Panel panel, PointPaths data)
{
    private readonly bool _areFew = data.Positions[0].Rows <= 4;

    /// <summary>The texts of the legend.</summary>
    public static IReadOnlyList<string> Legend => ["generated points", "start", "now"];

    public void Add(int number, double[] x, double[] y)
    {
        var colour = _areFew ? style.Curve(number == 1 ? 2 : number == 2 ? 3 : number) : style.Particle;
        panel.AddCurve(x, y, style.Line(_areFew ? number : 0, _areFew ? 1 : .6f, colour.WithAlpha(_areFew ? .9 : .45)));
        panel.AddPoints([x[0]], [y[0]], Ring(colour));
        panel.AddPoints([x[^1]], [y[^1]], Dot(colour));
    }

    public void AddLegend(Figure figure)
    {
        var colour = _areFew ? style.Ink : style.Particle;
        figure.AddLegend("generated points", new LineStyle(style.LineWidth, colour));
        figure.AddLegend("start", Ring(colour));
        figure.AddLegend(data.Count == data.Times.Count ? "end" : "now", Dot(colour));
    }

    private MarkerStyle Ring(Color colour) => new(MarkerShape.FilledCircle, style.PointSize, style.Paper) { OutlineColor = colour, OutlineWidth = 2 };

    private MarkerStyle Dot(Color colour) => new(MarkerShape.FilledCircle, 1.2f * style.PointSize, colour) { OutlineColor = style.Paper, OutlineWidth = 1 };
}
