using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Two landscapes c(f) side by side on one colour scale, with generated points (magenta, pointing up), targets (orange, pointing down) and the velocities of the former as
/// white arrows of one scale.</summary>
[Named("adequacy_2d")]
public sealed record Adequacy2D : Plot<LandscapePair>
{
    private const double FullArrow = 0.14, Aspect = 0.52, Tall = 1.75;
    private static readonly Color Input = new("#e0119d"), Target = new("#ff9500"), Arrow = Colors.White;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] line = [.. Enumerable.Range(0, 41).Select(i => -2 + 0.1 * i)];
        Landscape Wave(string name, double phase)
        {
            var (values, arrows) = (new Matrix(41, 41), new Matrix(1, 2));
            for (var i = 0; i < 41; i++)
                for (var j = 0; j < 41; j++) values[i, j] = Math.Sin(line[j] + phase) * Math.Cos(line[i]);
            (arrows[0, 0], arrows[0, 1]) = (1, phase);
            return new(name, values, arrows);
        }

        return new LandscapePair("two widths", line, line, Wave("width 512", 0.2), Wave("infinite width", 0), Matrix.Of(new double[,] { { -1, 0 } }), Matrix.Of(new double[,] { { 1, 0.5 } }));
    }

    /// <inheritdoc/>
    protected override Fit FitOf(LandscapePair data) => Fit.Special;

    private protected override Figure Draw(LandscapePair data)
    {
        var range = AxisRange.Around([.. data.First.Values.Values, .. data.Second.Values.Values], 0);
        var fastest = new[] { data.First, data.Second }.SelectMany(landscape => Enumerable.Range(0, landscape.Arrows.Rows).Select(i => double.Hypot(landscape.Arrows[i, 0], landscape.Arrows[i, 1]))).DefaultIfEmpty().Max();
        var speed = string.Create(CultureInfo.InvariantCulture, $"velocity, longest arrow = {fastest:G3}");
        var figure = new Figure(Style, data, Style.IsNarrow ? Tall : Aspect, ["generated points", "targets", speed]);
        var (body, bar) = (figure.Body, figure.ColourBar(range));
        var padding = figure.Margins with { Top = 2 * Style.TextSize };
        var (left, right) = Style.IsNarrow ? Below() : Beside();
        AxisRange x = new(data.Across[0], data.Across[^1]), y = new(data.Up[0], data.Up[^1]);
        var perPixel = Math.Max(x.Span / left.Data.Width, y.Span / left.Data.Height);
        var (input, target) = (Marker(MarkerShape.FilledTriangleUp, Input), Marker(MarkerShape.FilledTriangleDown, Target));
        foreach (var (panel, landscape) in new[] { (left, data.First), (right, data.Second) })
        {
            panel.SetX(x.WithSpan(perPixel * panel.Data.Width), "x\u2081");
            panel.SetY(y.WithSpan(perPixel * panel.Data.Height), panel == left || Style.IsNarrow ? "x\u2082" : "");
            panel.SetHeading(landscape.Name);
            var map = panel.AddHeatMap(Style.Heat, landscape.Values, x, y, range);
            if (panel == right || Style.IsNarrow) panel.AddColorBar(figure, map, FlowFrame.Cost);
            if (fastest > 0) panel.Plot.Add.Plottable(new ArrowField(Arrows(data.Inputs, landscape.Arrows, FullArrow * Math.Min(x.Span, y.Span) / fastest), Arrow, Style.Ink.WithAlpha(0.5), Style.Scale));
            panel.AddPoints(data.Inputs.Column(0), data.Inputs.Column(1), input);
            panel.AddPoints(data.Targets.Column(0), data.Targets.Column(1), target);
        }

        figure.AddLegend("generated points", input);
        figure.AddLegend("targets", target);
        figure.AddLegend(speed, new LineStyle(2.5f, Style.Ink));
        return figure;

        (Panel, Panel) Beside()
        {
            var middle = body.Left + (body.Width - bar + padding.Right) / 2;
            return (figure.AddPanel(new(body.Left, middle, body.Bottom, body.Top), padding), figure.AddPanel(new(middle, body.Right, body.Bottom, body.Top), padding with { Right = bar }));
        }

        (Panel, Panel) Below() => (figure.AddPanel(new(body.Left, body.Right, body.VerticalCenter, body.Top), padding with { Right = bar }),
            figure.AddPanel(new(body.Left, body.Right, body.Bottom, body.VerticalCenter), padding with { Right = bar }));
    }

    private MarkerStyle Marker(MarkerShape shape, Color color) => new(shape, 1.5f * Style.PointSize, color) { OutlineColor = Style.Paper, OutlineWidth = 1.5f };

    private static List<CoordinateLine> Arrows(Matrix from, Matrix arrows, double scale) => [.. Enumerable.Range(0, from.Rows)
        .Select(i => new CoordinateLine(from[i, 0], from[i, 1], from[i, 0] + scale * arrows[i, 0], from[i, 1] + scale * arrows[i, 1]))];
}
