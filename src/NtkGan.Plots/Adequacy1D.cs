using System.Globalization;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>c(f) along the line for several widths and, in black, for infinite width, generated points and targets at the foot; beside it the error against the
/// width: each network as a dot, the root mean square of each width as a curve with a bar of one standard deviation of the networks, and the slope -1/2.</summary>
/// <param name="Markers">Markers on each curve, 1 to 1000.</param>
[Named("adequacy_1d")]
public sealed record Adequacy1D(int Markers = 16) : Plot<WidthCurves>
{
    private const double Law = -0.5, Pair = 0.5, Alone = 0.6;

    private const int MostNamedWidths = 6;

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.OpenTriangleUp, MarkerShape.Cross, MarkerShape.OpenSquare, MarkerShape.OpenDiamond, MarkerShape.OpenCircle, MarkerShape.Eks];

    /// <summary>Markers on each curve.</summary>
    public int Markers { get; init => field = Within(value, 1, 1000, "markers"); } = Within(Markers, 1, 1000, "markers");

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] positions = [.. Enumerable.Range(0, 101).Select(i => -3 + 0.06 * i)];
        Curve Tilted(string name, double tilt) => new(name, [.. positions.Select(x => Math.Tanh(x) + tilt * x)]);
        return new WidthCurves("Networks of four widths and their limit", positions, [Tilted("64", 0.2), Tilted("128", 0.1), Tilted("256", 0.05), Tilted("512", 0.02)],
            Tilted("infinite width", 0), [-1.5, -1], [1, 1.2],
            [.. new[] { 64, 128, 256, 512 }.Select(width => new NetworkErrors(width, [.. Enumerable.Range(0, 7).Select(k => Math.Exp(0.15 * (k - 3)) / Math.Sqrt(width))]))])
        { Caption = "tanh(x) + a x, made-up errors, seeds 1 to 7" };
    }

    /// <inheritdoc/>
    protected override Fit FitOf(WidthCurves data) => Fit.Special;

    private protected override Figure Draw(WidthCurves data)
    {
        string[] legend = [.. data.Finite.Select(curve => $"width {curve.Name}"), data.Limit.Name, "generated points", "targets", .. data.Errors is null ? [] : new[] { "slope \u22121/2" }];
        var figure = new Figure(Style, data, data.Errors is null ? Alone : Style.IsNarrow ? 2 * Alone : Pair, legend);
        var (body, middle) = (figure.Body, data.Errors is null || Style.IsNarrow ? figure.Body.Right : figure.Body.Left + 0.56f * figure.Body.Width);
        var foot = data.Errors is null || !Style.IsNarrow ? body.Bottom : body.VerticalCenter;
        DrawCurves(figure, figure.AddPanel(new(body.Left, middle, foot, body.Top), figure.Margins), data);
        if (data.Errors is not { } errors) return figure;
        DrawErrors(figure.AddPanel(Style.IsNarrow ? new(body.Left, body.Right, body.Bottom, foot) : new(middle, body.Right, body.Bottom, body.Top), figure.Margins), errors);
        figure.AddLegend(legend[^1], LawLine);
        return figure;
    }

    private LineStyle LawLine => new(0.7f * Style.LineWidth, Style.Ink) { Pattern = LinePattern.Dashed };

    private void DrawCurves(Figure figure, Panel panel, WidthCurves data)
    {
        double[] positions = [.. data.Positions];
        panel.SetX(AxisRange.Around([.. positions, .. data.Inputs, .. data.Targets], 0.02), "x");
        var height = AxisRange.Around([.. data.Finite.Append(data.Limit).SelectMany(curve => curve.Values)], 0.1);
        panel.SetY(height, "generator's cost c(f)");
        var (input, target) = (Foot(MarkerShape.FilledTriangleUp, Style.Particle), Foot(MarkerShape.FilledTriangleDown, Style.Target));
        var foot = height.From + 0.03 * height.Span;
        for (var i = 0; i < data.Finite.Count; i++)
        {
            var line = Style.Line(i);
            var marker = new MarkerStyle(Shapes[i % Shapes.Length], 1.2f * Style.PointSize, line.Color) { LineColor = line.Color, LineWidth = 2 };
            double[] values = [.. data.Finite[i].Values];
            panel.AddCurve(positions, values, line);

            // The markers of different widths take turns, so that none covers another.
            var marked = Enumerable.Range(0, Markers).Select(k => (int)((k + (i + 0.5) / data.Finite.Count) / Markers * positions.Length)).ToArray();
            panel.AddPoints([.. marked.Select(k => positions[k])], [.. marked.Select(k => values[k])], marker);
            figure.AddLegend($"width {data.Finite[i].Name}", line, marker);
        }

        var limit = new LineStyle(1.4f * Style.LineWidth, Style.Ink);
        panel.AddCurve(positions, [.. data.Limit.Values], limit);
        panel.AddPoints([.. data.Inputs], [.. data.Inputs.Select(_ => foot)], input);
        panel.AddPoints([.. data.Targets], [.. data.Targets.Select(_ => foot)], target);
        figure.AddLegend(data.Limit.Name, limit);
        figure.AddLegend("generated points", input);
        figure.AddLegend("targets", target);
    }

    private void DrawErrors(Panel panel, IReadOnlyList<NetworkErrors> errors)
    {
        double[] widths = [.. errors.Select(error => Math.Log10(error.Width))], means = [.. errors.Select(error => Log(error.Mean))];
        double[] each = [.. errors.SelectMany(error => error.Each).Select(Log).Where(double.IsFinite)];
        var middle = Enumerable.Range(0, means.Length).Where(i => double.IsFinite(means[i])).Select(i => means[i] - Law * widths[i]).DefaultIfEmpty().Average();
        double[] law = [.. widths.Select(width => middle + Law * width)];
        panel.UseDecadesX();
        if (widths.Length <= MostNamedWidths)
            panel.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(widths, [.. errors.Select(error => error.Width.ToString(CultureInfo.InvariantCulture))]);
        panel.UseDecadesY();
        panel.SetX(AxisRange.Around(widths, 0.12), "width");
        panel.SetY(AxisRange.Around([.. each, .. law]), "root mean square error");
        var dot = new MarkerStyle(MarkerShape.OpenCircle, 0.8f * Style.PointSize, Style.Ink) { LineColor = Style.Ink.WithAlpha(0.55), LineWidth = 1 };
        for (var i = 0; i < errors.Count; i++)
        {
            double[] logs = [.. errors[i].Each.Select(Log).Where(double.IsFinite)];
            panel.AddPoints([.. logs.Select(_ => widths[i])], logs, dot);
            if (logs.Length < 2 || !double.IsFinite(means[i])) continue;
            var deviation = Math.Sqrt(logs.Sum(log => (log - logs.Average()) * (log - logs.Average())) / (logs.Length - 1));
            panel.AddCurve([widths[i], widths[i]], [means[i] - deviation, means[i] + deviation], new LineStyle(Style.LineWidth, Style.Curve(0)));
        }

        panel.AddCurve(widths, means, new LineStyle(Style.LineWidth, Style.Curve(0)), new MarkerStyle(MarkerShape.FilledCircle, 1.2f * Style.PointSize, Style.Curve(0)));
        panel.AddCurve(widths, law, LawLine);
    }

    // A network that is its limit exactly has no place on a logarithmic axis.
    private static double Log(double error) => error > 0 ? Math.Log10(error) : double.NaN;

    private MarkerStyle Foot(MarkerShape shape, Color color) => new(shape, 1.4f * Style.PointSize, color) { OutlineColor = Style.Ink, OutlineWidth = 1 };
}
