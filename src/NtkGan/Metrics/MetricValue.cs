namespace NtkGan.Metrics;

/// <summary>One number that a metric found.</summary>
/// <param name="Column">The name of its column in <c>metrics.csv</c>.</param>
/// <param name="Value">The number; NaN only where the status is <see cref="MetricStatus.Unavailable"/>.</param>
/// <param name="Status">How far it can be trusted.</param>
/// <param name="Error">A bound or an estimate of its absolute error: see <see cref="MetricStatus"/>.</param>
/// <param name="Note">What a reader should know: for an unavailable value why, and what to change. Empty where there is nothing to say.</param>
public sealed record MetricValue(string Column, double Value, MetricStatus Status, double Error = 0, string Note = "")
{
    /// <summary>A value that cannot be had.</summary>
    /// <param name="column">The name of its column.</param>
    /// <param name="reason">Why, and what to change: one sentence.</param>
    public static MetricValue Unavailable(string column, string reason) => new(column, double.NaN, MetricStatus.Unavailable, double.NaN, reason);
}
