namespace NtkGan.Plots;

/// <summary>What several runs measured.</summary>
/// <param name="Title">Title of the picture.</param>
/// <param name="Runs">The tables, at least one, each with the step as its first column; runs of one title are one experiment with several seeds.</param>
/// <param name="Places">Where the curve of each run stands if there are more experiments than colours: as many as runs; null for all in one place.</param>
/// <param name="Columns">Panels in a row, where places make several; chosen by their number if not given.</param>
public sealed record MetricRuns(string Title, ValueList<MetricTable> Runs, ValueList<CurvePlace>? Places = null, int? Columns = null) : PlotData(Title)
{
    /// <summary>The metrics of all runs, in order of appearance.</summary>
    public IReadOnlyList<string> Metrics => [.. Runs.SelectMany(run => run.Columns.Skip(1)).Distinct()];

    /// <inheritdoc/>
    public override void Check()
    {
        if (Runs.Count == 0) throw new ArgumentException("A comparison of curves needs a run.");
        if (Places is not null && Places.Count != Runs.Count) throw new ArgumentException($"{Runs.Count} runs cannot have {Places.Count} places.");
        if (Columns < 1) throw new ArgumentException("Panels need a column.");
        foreach (var run in Runs) run.Check();
    }

    /// <summary>The experiments, in order of appearance.</summary>
    internal string[] Experiments => [.. Runs.Select(run => run.Title).Distinct()];

    /// <summary>The metrics that have a value; the first where none has.</summary>
    internal string[] Shown
    {
        get
        {
            string[] shown = [.. Metrics.Where(metric => Runs.Any(run => ValuesOf(run, metric).Any(double.IsFinite)))];
            return shown.Length > 0 ? shown : [.. Metrics.Take(1)];
        }
    }

    /// <summary>The curves of a metric, runs of one name in one band; those that measure it.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="name">What a run's curve is called, or null to leave it out.</param>
    internal SeedBand[] Bands(string metric, Func<int, string?> name) =>
        [.. Enumerable.Range(0, Runs.Count).Where(i => name(i) is not null && Runs[i].Columns.Skip(1).Contains(metric)).GroupBy(i => name(i)!)
            .Select(runs => SeedBand.Of(runs.Key, [.. runs.Select(i => (Runs[i].Column(0), ValuesOf(Runs[i], metric)))]))];

    /// <summary>The vertical axis of all curves of a metric.</summary>
    internal MetricScale ScaleOf(string metric) =>
        new(Runs.SelectMany(run => ValuesOf(run, metric)), Runs.Any(run => run.IsLinear(metric)));

    private static double[] ValuesOf(MetricTable run, string metric) => run.Columns.ToList().IndexOf(metric) is > 0 and var column ? run.Column(column) : [];
}

/// <summary>Where the curve of a run stands among many.</summary>
/// <param name="Panel">The heading of the panel.</param>
/// <param name="Curve">Its name there, in the legend.</param>
public sealed record CurvePlace(string Panel, string Curve);
