using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>Real rows of a stored set that no step of an experiment sees, with their classes, for metrics that judge by them.</summary>
internal static class UnseenRows
{
    /// <summary>The rows that come in the order of drawing after those in use; null where the set has no classes, or no rows are left or wanted.</summary>
    /// <param name="data">The data.</param>
    /// <param name="seen">How many of the first rows are in use.</param>
    /// <param name="metrics">Say how many they want.</param>
    /// <param name="seed">The experiment's seed.</param>
    public static LabelledRows? After(DataSet data, int seen, IEnumerable<Metric> metrics, ulong seed)
    {
        var wanted = metrics.Max(metric => (int?)metric.LabelledRows) ?? 0;
        if (wanted == 0 || data is not StoredDataSet { Labels: { } labels } stored) return null;
        var rows = data.DrawWithHeldOut(seen, wanted, CounterRandom.For(seed, "target")).HeldOut;
        return rows.Rows == 0 ? null : new(rows, [.. stored.Order(CounterRandom.For(seed, "target")).Skip(seen).Take(rows.Rows).Select(row => labels[row])]);
    }
}
