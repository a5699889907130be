namespace NtkGan.Plots;

/// <summary>Which vertical axis the values of a metric get: a logarithmic one where all are positive and the largest is at least ten times the smallest,
/// unless they are shares or counts.</summary>
internal static class MetricScale
{
    private const double Wide = 10;

    // Of counts and shares, which are not negative, that are 0 throughout.
    private static readonly AxisRange Nothing = new(-0.05, 1);

    /// <summary>Prepares a panel for some values and draws curves of them in it.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="name">The metric.</param>
    /// <param name="isLinear">Whether the values are shares or counts.</param>
    /// <param name="curves">Values, NaN for none, and how to draw each curve of them.</param>
    public static void Draw(Panel panel, string name, bool isLinear, IReadOnlyList<(double[] Values, Action<double[]> Add)> curves)
    {
        double[] known = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        var inDecades = !isLinear && known.Length > 0 && known.Min() > 0 && known.Max() >= Wide * known.Min();
        double[] Shown(double[] values) => inDecades ? [.. values.Select(Math.Log10)] : values;
        if (inDecades) panel.UseDecadesY();
        panel.SetY(isLinear && known.Length > 0 && known.All(value => value == 0) ? Nothing : AxisRange.Around(Shown(known)), name);
        if (known.Length == 0) panel.AddNote("no value yet");
        foreach (var (values, add) in curves) add(Shown(values));
    }
}
