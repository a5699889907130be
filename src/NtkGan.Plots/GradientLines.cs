using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Games on a line, one beside the other: above the cost c(f) of a point at each place with generated points (magenta, pointing up) and targets (orange, pointing down) at
/// its foot, below its descent -(c o f)' as a curve, and as dots how the generated points are drawn indeed. Each game has scales of its own.</summary>
public sealed record GradientLines : Plot<GradientSheet>
{
    private const float UpperShare = 0.52f;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] line = [.. Enumerable.Range(0, 161).Select(i => -4 + 0.05 * i)];
        Matrix inputs = Matrix.Column(-2.4, -2, -1.7), targets = Matrix.Column(1.8, 2, 2.3);
        DrawnGame Game(string name, double steepness) => new(name, Matrix.Column([.. inputs.Values.ToArray().Select(x => Drive(x, steepness))]),
            [.. line.Select(x => -Math.Tanh(steepness * x))], [.. line.Select(x => Drive(x, steepness))]);
        return new GradientSheet("How generated points are drawn", inputs, targets, [Game("game-steep", 4), Game("game-gentle", .5)], line);

        static double Drive(double x, double steepness) => steepness * (1 - Math.Tanh(steepness * x) * Math.Tanh(steepness * x));
    }

    /// <inheritdoc/>
    protected override Fit FitOf(GradientSheet data) => data.Line is null ? Fit.None : Fit.Special;

    private protected override Figure Draw(GradientSheet data)
    {
        const string points = "generated points", targets = "targets", curve = "\u2212(c \u2218 f)\u2032, the discriminator held", moves = "how the points are drawn";
        var columns = Style.IsNarrow ? 1 : data.Games.Count;
        var rows = data.Games.Count / columns;
        var style = columns > 2 ? Style.Smaller(0.85) : Style;
        var figure = new Figure(style, data, Math.Max(0.3, 0.62 * rows * (Style.IsNarrow ? 1.4 : 1)), [points, targets, curve, moves]);
        MarkerStyle input = Foot(MarkerShape.FilledTriangleUp, Style.Particle), target = Foot(MarkerShape.FilledTriangleDown, Style.Target);
        var dot = new MarkerStyle(MarkerShape.FilledCircle, 0.8f * Style.PointSize, Style.Particle) { OutlineColor = Style.Ink.WithAlpha(0.7), OutlineWidth = 1 };
        double[] line = [.. data.Line!], inputs = data.Inputs.Column(0), aims = data.Targets.Column(0);
        var across = AxisRange.Around(line, 0);
        var (width, height) = (figure.Body.Width / columns, figure.Body.Height / rows);
        for (var g = 0; g < data.Games.Count; g++)
        {
            var (game, left, top) = (data.Games[g], figure.Body.Left + g % columns * width, figure.Body.Top + g / columns * height);
            var middle = top + UpperShare * height;
            var upper = figure.AddPanel(new(left, left + width, middle, top), figure.Margins with { Bottom = style.TextSize, Top = 2 * style.TextSize });
            var lower = figure.AddPanel(new(left, left + width, top + height, middle), figure.Margins);
            upper.Plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
            upper.SetHeading(data.Names[g]);
            upper.SetX(across, "");
            lower.SetX(across, "x");
            var costs = AxisRange.Around([.. game.Costs!], 0.12);
            upper.SetY(costs, g % columns == 0 ? "generator's cost c(f)" : "");
            upper.AddCurve(line, [.. game.Costs!], Style.Line(g));
            upper.AddPoints(inputs, [.. inputs.Select(_ => costs.From + 0.05 * costs.Span)], input);
            upper.AddPoints(aims, [.. aims.Select(_ => costs.From + 0.05 * costs.Span)], target);
            lower.SetY(AxisRange.Around([.. game.Drives!, .. game.Velocities.Values, 0], 0.1), g % columns == 0 ? "descent" : "");
            lower.Plot.Add.HorizontalLine(0, 1, Style.Ink.WithAlpha(0.4));
            lower.AddCurve(line, [.. game.Drives!], Style.Line(g));
            lower.AddPoints(inputs, game.Velocities.Column(0), dot);
        }

        figure.AddLegend(points, input);
        figure.AddLegend(targets, target);
        figure.AddLegend(curve, new LineStyle(Style.LineWidth, Style.Ink));
        figure.AddLegend(moves, dot);
        return figure;
    }

    private MarkerStyle Foot(MarkerShape shape, Color color) => new(shape, 1.2f * Style.PointSize, color) { OutlineColor = Style.Ink, OutlineWidth = 1 };
}
