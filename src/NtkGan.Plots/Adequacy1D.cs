using ScottPlot;

namespace NtkGan.Plots;

/// <summary>c(f) along the line for several widths and, in black, for infinite width; generated points and targets at the foot.</summary>
/// <param name="Markers">Markers on each curve, 1 to 1000.</param>
[Named("adequacy_1d")]
public sealed record Adequacy1D(int Markers = 16) : Plot<WidthCurves>
{
    private static readonly (Color Color, MarkerShape Shape)[] Widths =
    [
        (new("#8e44ad"), MarkerShape.OpenTriangleUp), (new("#2e8b57"), MarkerShape.Cross), (new("#8b5a2b"), MarkerShape.OpenSquare),
        (new("#d4a017"), MarkerShape.OpenDiamond), (new("#1f77b4"), MarkerShape.OpenCircle), (new("#c0392b"), MarkerShape.Eks),
    ];

    private static readonly Color Input = new("#1f4fd8"), Target = new("#d62728");

    /// <summary>Markers on each curve.</summary>
    public int Markers { get; init => field = Within(value, 1, 1000, "markers"); } = Within(Markers, 1, 1000, "markers");

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] positions = [.. Enumerable.Range(0, 101).Select(i => -3 + 0.06 * i)];
        Curve Tilted(string name, double tilt) => new(name, [.. positions.Select(x => Math.Tanh(x) + tilt * x)]);
        return new WidthCurves("four widths", positions, [Tilted("64", 0.2), Tilted("128", 0.1), Tilted("256", 0.05), Tilted("512", 0.02)],
            Tilted("\u221e", 0), [-1.5, -1], [1, 1.2]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(WidthCurves data) => Fit.Special;

    private protected override Figure Draw(WidthCurves data)
    {
        var figure = new Figure(Style, data.Title);
        var panel = figure.AddRows(1)[0];
        double[] positions = [.. data.Positions];
        panel.SetX(AxisRange.Around([.. positions, .. data.Inputs, .. data.Targets], 0.02), "x");
        var height = AxisRange.Around([.. data.Finite.Append(data.Limit).SelectMany(curve => curve.Values)], 0.1);
        panel.SetY(height, "c(f)");
        var (input, target) = (Foot(MarkerShape.FilledTriangleUp, Input), Foot(MarkerShape.FilledTriangleDown, Target));
        var foot = height.From + 0.03 * height.Span;
        for (var i = 0; i < data.Finite.Count; i++)
        {
            var (color, shape) = Widths[i % Widths.Length];
            var (line, marker) = (new LineStyle(Style.LineWidth, color), new MarkerStyle(shape, 1.2f * Style.PointSize, color) { LineColor = color, LineWidth = 2 });
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
        figure.AddLegend("inputs", input);
        figure.AddLegend("targets", target);
        return figure;
    }

    private MarkerStyle Foot(MarkerShape shape, Color color) => new(shape, 1.4f * Style.PointSize, color);
}
