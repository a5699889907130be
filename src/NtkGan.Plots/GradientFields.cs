using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Games in the plane, one beside the other: generated points (magenta) with arrows that say how they are drawn, and targets (orange). The longest arrow of each game is as long
/// as that of the others; its true length stands above. A game that draws nobody says so.</summary>
public sealed record GradientFields : Plot<GradientSheet>
{
    private const double Longest = 0.2;

    private const int MostInRow = 3;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var (inputs, inward, round) = (new Matrix(16, 2), new Matrix(16, 2), new Matrix(16, 2));
        for (var i = 0; i < 16; i++)
        {
            (inputs[i, 0], inputs[i, 1]) = (2 * Math.Cos(i * Math.PI / 8), 2 * Math.Sin(i * Math.PI / 8));
            (inward[i, 0], inward[i, 1]) = (-.5 * inputs[i, 0], -.5 * inputs[i, 1]);
            (round[i, 0], round[i, 1]) = (-.1 * inputs[i, 1], .1 * inputs[i, 0]);
        }

        return new GradientSheet("How generated points are drawn", inputs, Matrix.Of(new double[,] { { 0, 0 }, { .3, .2 } }), [new("game-inward", inward), new("game-round", round), new("game-none", new Matrix(16, 2))]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(GradientSheet data) => data.Line is null && data.Inputs.Columns == 2 ? Fit.Special : Fit.None;

    private protected override Figure Draw(GradientSheet data)
    {
        const string points = "generated points", targets = "targets", arrows = "how they are drawn, each game on its own scale";
        var columns = Style.IsNarrow ? 1 : Math.Min(data.Games.Count, data.Games.Count == 4 ? 2 : MostInRow);
        var rows = (data.Games.Count + columns - 1) / columns;
        var style = columns > 1 ? Style.Smaller(0.85) : Style;
        var figure = new Figure(style, data, Math.Max(0.4, 0.14 + 0.98 * rows / columns), [points, targets, arrows]);
        var (input, target) = (Mark(MarkerShape.FilledCircle, Style.Particle), Mark(MarkerShape.FilledDiamond, Style.Target));
        double Least(int axis) => AxisRange.Around([.. data.Inputs.Column(axis), .. data.Targets.Column(axis)], 0.15).Span;
        double Length(DrawnGame game) => Enumerable.Range(0, game.Velocities.Rows).Select(i => double.Hypot(game.Velocities[i, 0], game.Velocities[i, 1])).DefaultIfEmpty().Max();
        double[] lengths = [.. data.Games.Select(Length)], scales = [.. lengths.Select(length => length > 0 ? Longest * Math.Min(Least(0), Least(1)) / length : 0)];

        // No arrow leaves the picture.
        double[] Ends(int axis) => [.. data.Games.SelectMany((game, g) => Enumerable.Range(0, data.Inputs.Rows).Select(i => data.Inputs[i, axis] + scales[g] * game.Velocities[i, axis]))];
        AxisRange Range(int axis) => AxisRange.Around([.. data.Inputs.Column(axis), .. data.Targets.Column(axis), .. Ends(axis)], 0.06);
        var (x, y) = (Range(0), Range(1));
        var (width, height) = (figure.Body.Width / columns, figure.Body.Height / rows);
        for (var g = 0; g < data.Games.Count; g++)
        {
            var (left, top) = (figure.Body.Left + g % columns * width, figure.Body.Top + g / columns * height);
            var panel = figure.AddPanel(new(left, left + width, top + height, top), figure.Margins with { Top = 2 * style.TextSize });
            var perPixel = Math.Max(x.Span / panel.Data.Width, y.Span / panel.Data.Height);
            panel.SetX(x.WithSpan(perPixel * panel.Data.Width), "x\u2081");
            panel.SetY(y.WithSpan(perPixel * panel.Data.Height), g % columns == 0 ? "x\u2082" : "");
            panel.AddPoints(data.Targets.Column(0), data.Targets.Column(1), target);
            panel.AddPoints(data.Inputs.Column(0), data.Inputs.Column(1), input);
            panel.SetHeading(lengths[g] > 0 ? string.Create(CultureInfo.InvariantCulture, $"{data.Names[g]}: longest {lengths[g]:G3}") : $"{data.Names[g]}: no gradient at all");
            if (lengths[g] > 0) panel.Plot.Add.Plottable(new ArrowField([.. Enumerable.Range(0, data.Inputs.Rows).Select(i => Arrow(data, g, i, scales[g]))], Style.Ink, Style.Paper, Style.Scale));
        }

        figure.AddLegend(points, input);
        figure.AddLegend(targets, target);
        figure.AddLegend(arrows, new LineStyle(2.5f, Style.Ink));
        return figure;
    }

    private static CoordinateLine Arrow(GradientSheet data, int game, int i, double scale)
    {
        var (x, y, velocities) = (data.Inputs[i, 0], data.Inputs[i, 1], data.Games[game].Velocities);
        return new(x, y, x + scale * velocities[i, 0], y + scale * velocities[i, 1]);
    }

    private MarkerStyle Mark(MarkerShape shape, Color color) => new(shape, 0.9f * Style.PointSize, color) { OutlineColor = Style.Ink.WithAlpha(0.7), OutlineWidth = 1 };
}
