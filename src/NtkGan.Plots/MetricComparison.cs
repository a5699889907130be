namespace NtkGan.Plots;

/// <summary>The metrics of several runs against the step, one panel each, one colour for each experiment: of several seeds the mean as a line, and from the least to the
/// greatest as a band. The legend says what the experiments' names do not share. Steps are logarithmic where one run is at least five times as long as another; a metric is where all its values are positive and the largest is at
/// least ten times the smallest, unless it is a share or a count. A metric without any value has no panel.</summary>
public sealed record MetricComparison : Plot<MetricRuns>
{
    /// <inheritdoc/>
    public override PlotData Sample()
    {
        MetricTable Run(string name, int length, double rate) => new(name, ["step", "generator's loss lg", "energy distance e"],
            [.. Enumerable.Range(0, length).Select(i => (double[])[5 * i, Math.Exp(-rate * i) + .3, i == 0 ? double.NaN : Math.Exp(-2 * rate * i)])]);
        return new MetricRuns("Two experiments, one of them with two seeds", [Run("flow-long", 400, .01), Run("flow-short", 20, .3), Run("flow-short", 20, .4)]) { Caption = "made-up numbers, seeds 1 and 2" };
    }

    /// <inheritdoc/>
    protected override Fit FitOf(MetricRuns data) => Fit.General;

    private protected override Figure Draw(MetricRuns data)
    {
        var names = data.Experiments;
        var (differences, metrics, across) = (Differences(names), data.Shown, new StepAxis([.. data.Runs]));
        var figure = new Figure(Style, data, Figure.AspectOf(metrics.Length, Style), differences);
        var panels = figure.AddGrid(metrics.Length);
        for (var k = 0; k < panels.Length; k++)
        {
            var panel = panels[k];
            across.Set(panel);
            data.ScaleOf(metrics[k]).Draw(panel, metrics[k], [.. data.Bands(metrics[k], i => data.Runs[i].Title).Select(band => band.On(panel, across, Style, Array.IndexOf(names, band.Name)))]);
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
