namespace NtkGan.Plots;

/// <summary>The vertical axis of the values of a metric: a logarithmic one where all are positive and the largest is at least ten times the smallest,
/// unless they are shares or counts.</summary>
internal sealed class MetricScale
{
    private const double Wide = 10;

    // Of counts and shares, which are not negative, that are 0 throughout.
    private static readonly AxisRange Nothing = new(-0.05, 1);

    private readonly bool _inDecades;
    private readonly AxisRange _range;

    /// <summary>The axis of some values.</summary>
    /// <param name="values">All that will be drawn on it, NaN for none.</param>
    /// <param name="isLinear">Whether they are shares or counts.</param>
    public MetricScale(IEnumerable<double> values, bool isLinear)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        _inDecades = !isLinear && known.Length > 0 && known.Min() > 0 && known.Max() >= Wide * known.Min();
        _range = isLinear && known.Length > 0 && known.All(value => value == 0) ? Nothing : AxisRange.Around(Shown(known));
    }

    /// <summary>Values as they are drawn.</summary>
    public double[] Shown(double[] values) => _inDecades ? [.. values.Select(Math.Log10)] : values;

    /// <summary>Prepares a panel, and draws curves in it.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="name">The name of the axis.</param>
    /// <param name="curves">Values, and how to draw each curve of them.</param>
    public void Draw(Panel panel, string name, IReadOnlyList<(double[] Values, Action<double[]> Add)> curves)
    {
        if (_inDecades) panel.UseDecadesY();
        panel.SetY(_range, name);
        if (!curves.Any(curve => curve.Values.Any(double.IsFinite))) panel.AddNote("no value yet");
        foreach (var (values, add) in curves) add(Shown(values));
    }
}
