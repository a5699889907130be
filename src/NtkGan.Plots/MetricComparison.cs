using ScottPlot;

namespace NtkGan.Plots;

/// <summary>The metrics of several runs against the step, one panel each, one colour for each experiment. Steps are logarithmic where one run is at
/// least five times as long as another; a metric is where all its values are positive and the largest is at least ten times the smallest.</summary>
public sealed record MetricComparison : Plot<MetricRuns>
{
    private const double Longer = 5, Wide = 10;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        MetricTable Run(string name, int length, double rate) => new(name, ["step", "loss", "e"],
            [.. Enumerable.Range(0, length).Select(i => (double[])[5 * i, Math.Exp(-rate * i) + .3, i == 0 ? double.NaN : Math.Exp(-2 * rate * i)])]);
        return new MetricRuns("example", [Run("long", 400, .01), Run("short", 20, .3), Run("short", 20, .4)]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(MetricRuns data) => Fit.Special;

    private protected override Figure Draw(MetricRuns data)
    {
        var figure = new Figure(Style, data.Title);
        string[] names = [.. data.Runs.Select(run => run.Title).Distinct()];
        double[] lengths = [.. data.Runs.Where(run => run.Rows.Count > 0).Select(run => run.Rows.Max(row => row[0]))];
        var inDecades = lengths.Length > 0 && lengths.Max() >= Longer * (lengths.Min() + 1);
        double[] Steps(MetricTable run) => [.. run.Column(0).Select(step => inDecades ? Math.Log10(step + 1) : step)];
        var across = AxisRange.Around([.. data.Runs.SelectMany(Steps)], 0.02);
        var panels = figure.AddGrid(data.Metrics.Count);
        for (var k = 0; k < panels.Length; k++)
        {
            var metric = data.Metrics[k];
            var curves = data.Runs.Where(run => run.Columns.Skip(1).Contains(metric)).Select(run => (Run: run, Values: run.Column(run.Columns.ToList().IndexOf(metric)))).ToList();
            double[] known = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
            var valuesInDecades = known.Length > 0 && known.Min() > 0 && known.Max() >= Wide * known.Min();
            if (inDecades) panels[k].UseDecadesX();
            if (valuesInDecades) panels[k].UseDecadesY();
            panels[k].SetX(across, inDecades ? "step + 1" : "step");
            panels[k].SetY(AxisRange.Around(valuesInDecades ? [.. known.Select(Math.Log10)] : known), metric);
            if (known.Length == 0) panels[k].AddNote("no value yet");
            foreach (var (run, values) in curves)
                panels[k].AddCurve(Steps(run), valuesInDecades ? [.. values.Select(Math.Log10)] : values, LineOf(Array.IndexOf(names, run.Title)));
        }

        for (var name = 0; name < names.Length; name++) figure.AddLegend(names[name], LineOf(name));
        return figure;
    }

    private LineStyle LineOf(int experiment) => new(Style.LineWidth, Style.Curve(experiment));
}
