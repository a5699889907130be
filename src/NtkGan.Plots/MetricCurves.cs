using ScottPlot;

namespace NtkGan.Plots;

/// <summary>The metrics of a run against the step, one panel each. The vertical axis is logarithmic where all values are positive and
/// the largest is at least ten times the smallest.</summary>
public sealed record MetricCurves : Plot<MetricTable>
{
    /// <inheritdoc/>
    public override PlotData Sample() => new MetricTable("example", ["step", "s", "e", "lg"],
        [.. Enumerable.Range(0, 50).Select(i => (double[])[100 * i, 12 * Math.Exp(-0.15 * i) + 0.01, 1.5 / (1 + 0.2 * i), i == 0 ? double.NaN : Math.Sin(0.2 * i) / i])]);

    /// <inheritdoc/>
    protected override Fit FitOf(MetricTable data) => Fit.Special;

    private protected override Figure Draw(MetricTable data)
    {
        var figure = new Figure(Style, data.Title, withLegend: false);
        var steps = data.Column(0);
        var across = AxisRange.Around(steps, 0.02);
        var panels = figure.AddGrid(data.Columns.Count - 1);
        for (var k = 0; k < panels.Length; k++)
        {
            var values = data.Column(k + 1);
            var known = values.Where(double.IsFinite).ToArray();
            if (known.Length > 0 && known.Min() > 0 && known.Max() >= 10 * known.Min())
            {
                panels[k].UseDecadesY();
                values = [.. values.Select(Math.Log10)];
            }

            panels[k].SetX(across, data.Columns[0]);
            panels[k].SetY(AxisRange.Around(values), data.Columns[k + 1]);
            panels[k].AddCurve(steps, values, new LineStyle(Style.LineWidth, Style.Curve(k)));
            if (known.Length == 0) panels[k].AddNote("no value yet");
        }

        return figure;
    }
}
