namespace NtkGan.Plots;

/// <summary>What several runs measured.</summary>
/// <param name="Title">Title of the picture.</param>
/// <param name="Runs">The tables, at least one, each with the step as its first column; runs of one title are one experiment with several seeds.</param>
public sealed record MetricRuns(string Title, ValueList<MetricTable> Runs) : PlotData(Title)
{
    /// <summary>The metrics of all runs, in order of appearance.</summary>
    public IReadOnlyList<string> Metrics => [.. Runs.SelectMany(run => run.Columns.Skip(1)).Distinct()];

    /// <inheritdoc/>
    public override void Check()
    {
        if (Runs.Count == 0) throw new ArgumentException("A comparison of curves needs a run.");
        foreach (var run in Runs) run.Check();
    }
}
