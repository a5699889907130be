namespace NtkGan.Plots;

/// <summary>The metrics of several runs against the step, one panel each, one colour for each experiment: of several seeds the mean as a line, and from the least to the
/// greatest as a band. The legend says what the experiments' names do not share. Steps are logarithmic where one run is at least five times as long as another; a metric is where all its values are positive and the largest is at
/// least ten times the smallest, unless it is a share or a count. A metric without any value has no panel.</summary>
public sealed record MetricComparison : Plot<MetricRuns>
{
    private const double Longer = 5;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        MetricTable Run(string name, int length, double rate) => new(name, ["step", "generator's loss lg", "energy distance e"],
            [.. Enumerable.Range(0, length).Select(i => (double[])[5 * i, Math.Exp(-rate * i) + .3, i == 0 ? double.NaN : Math.Exp(-2 * rate * i)])]);
        return new MetricRuns("Two experiments, one of them with two seeds", [Run("flow-long", 400, .01), Run("flow-short", 20, .3), Run("flow-short", 20, .4)]) { Caption = "made-up numbers, seeds 1 and 2" };
    }

    /// <inheritdoc/>
    protected override Fit FitOf(MetricRuns data) => Fit.Special;

    private protected override Figure Draw(MetricRuns data)
    {
        string[] names = [.. data.Runs.Select(run => run.Title).Distinct()];
        var differences = Differences(names);
        double[] lengths = [.. data.Runs.Where(run => run.Rows.Count > 0).Select(run => run.Rows.Max(row => row[0]))];
        var inDecades = lengths.Length > 0 && lengths.Max() >= Longer * (lengths.Min() + 1);
        double[] At(IEnumerable<double> steps) => [.. steps.Select(step => inDecades ? Math.Log10(step + 1) : step)];
        double[] Values(MetricTable run, string metric) => run.Column(run.Columns.ToList().IndexOf(metric));
        MetricTable[] Having(string metric) => [.. data.Runs.Where(run => run.Columns.Skip(1).Contains(metric))];
        SeedBand[] Bands(string metric) => [.. Having(metric).GroupBy(run => run.Title).Select(runs => SeedBand.Of(runs.Key, [.. runs.Select(run => (run.Column(0), Values(run, metric)))]))];
        var across = AxisRange.Around([.. data.Runs.SelectMany(run => At(run.Column(0)))], 0.02);
        string[] metrics = [.. data.Metrics.Where(metric => Having(metric).Any(run => Values(run, metric).Any(double.IsFinite)))];
        if (metrics.Length == 0) metrics = [.. data.Metrics.Take(1)];
        var figure = new Figure(Style, data, Figure.AspectOf(metrics.Length, Style), differences);
        var panels = figure.AddGrid(metrics.Length);
        for (var k = 0; k < panels.Length; k++)
        {
            var (metric, panel, bands) = (metrics[k], panels[k], Bands(metrics[k]));
            if (inDecades) panel.UseDecadesX();
            panel.SetX(across, inDecades ? "step + 1" : "step");
            MetricScale.Draw(panel, metric, Having(metric).Any(run => run.IsLinear(metric)),
                [.. bands.Select(band => (band.Values, (Action<double[]>)(values => band.Draw(panel, At(band.Steps), values, Style, Array.IndexOf(names, band.Name)))))]);
        }

        for (var name = 0; name < names.Length; name++) figure.AddLegend(differences[name], Style.Line(name));
        return figure;
    }

    /// <summary>Names without the parts between hyphens that all of them begin or end with; a name of such parts alone is kept whole.</summary>
    internal static IReadOnlyList<string> Differences(IReadOnlyList<string> names)
    {
        string[][] parts = [.. names.Select(name => name.Split('-'))];
        if (parts.Length < 2) return names;
        var shortest = parts.Min(name => name.Length);
        var (first, last) = (0, 0);
        while (first < shortest && parts.All(name => name[first] == parts[0][first])) first++;
        while (last < shortest - first && parts.All(name => name[^(last + 1)] == parts[0][^(last + 1)])) last++;
        return [.. parts.Select((name, i) => first + last < name.Length ? string.Join('-', name[first..^last]) : names[i])];
    }
}
