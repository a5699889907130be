namespace NtkGan.Plots;

/// <summary>The horizontal axis of the steps of several runs: logarithmic where one is at least five times as long as another.</summary>
internal sealed class StepAxis
{
    private const double Longer = 5;

    private readonly bool _inDecades;
    private readonly AxisRange _range;

    /// <summary>The axis of some runs.</summary>
    public StepAxis(IReadOnlyList<MetricTable> runs)
    {
        double[] lengths = [.. runs.Where(run => run.Rows.Count > 0).Select(run => run.Rows.Max(row => row[0]))];
        _inDecades = lengths.Length > 0 && lengths.Max() >= Longer * (lengths.Min() + 1);
        _range = AxisRange.Around([.. runs.SelectMany(run => Shown(run.Column(0)))], 0.02);
    }

    /// <summary>Steps as they are drawn.</summary>
    public double[] Shown(double[] steps) => _inDecades ? [.. steps.Select(step => Math.Log10(step + 1))] : steps;

    /// <summary>Prepares a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="hasName">Whether it names the axis.</param>
    public void Set(Panel panel, bool hasName = true)
    {
        if (_inDecades) panel.UseDecadesX();
        panel.SetX(_range, !hasName ? "" : _inDecades ? "step + 1" : "step");
    }
}
