namespace NtkGan.Plots;

/// <summary>The metrics of a run against the step, one panel each; one without any value has none. The vertical axis is logarithmic where all values are
/// positive and the largest is at least ten times the smallest, but linear for shares and counts.</summary>
public sealed record MetricCurves : Plot<MetricTable>
{
    /// <inheritdoc/>
    public override PlotData Sample() => new MetricTable("Metrics of an example", ["step", "Sinkhorn divergence s", "energy distance e", "generator's loss lg", "quality, share of points near a mode"],
        [.. Enumerable.Range(0, 50).Select(i => (double[])[100 * i, 12 * Math.Exp(-0.15 * i) + 0.01, 1.5 / (1 + 0.2 * i), i == 0 ? double.NaN : Math.Sin(0.2 * i) / i, 1 - Math.Exp(-0.1 * i - 0.05)])],
        ["quality, share of points near a mode"])
    { Caption = "made-up numbers, seed 1" };

    /// <inheritdoc/>
    protected override Fit FitOf(MetricTable data) => Fit.Special;

    private protected override Figure Draw(MetricTable data)
    {
        int[] shown = [.. Enumerable.Range(1, data.Columns.Count - 1).Where(k => data.Column(k).Any(double.IsFinite))];
        if (shown.Length == 0) shown = [1];
        var figure = new Figure(Style, data, Figure.AspectOf(shown.Length, Style));
        var steps = data.Column(0);
        var across = AxisRange.Around(steps, 0.02);
        var panels = figure.AddGrid(shown.Length);
        for (var k = 0; k < panels.Length; k++)
        {
            var (panel, line) = (panels[k], Style.Line(k));
            panel.SetX(across, data.Columns[0]);
            var (name, values) = (data.Columns[shown[k]], data.Column(shown[k]));
            new MetricScale(values, data.IsLinear(name)).Draw(panel, name, [(values, drawn => panel.AddCurve(steps, drawn, line))]);
        }

        return figure;
    }
}
