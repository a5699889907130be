using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The copy alarm: are samples copies of training rows? <c>copy_ratio</c> is the median distance of a generated row to its nearest
/// training row (the target) over that of held-out real rows: about 1 for samples as new as real ones, 0 for copies. <c>exact_copies</c> and
/// <c>near_copies</c> are the shares of generated rows nearer to a training row than the factors below times that median of the held-out rows.
/// The ratio is unavailable without held-out rows; then, and where their median is 0, the scale is the median distance between training rows. Rows of few
/// different values are copies of each other by themselves: the note says how many of the held-out rows are.</summary>
/// <param name="Exact">An exact copy: at most this times the median of held-out rows, at least 0.</param>
/// <param name="Near">A near copy: at most this times the median of held-out rows, at least 0.</param>
public sealed record CopyAlarm(double Exact = 0.01, double Near = 0.25) : Metric
{
    /// <summary>The factor of an exact copy.</summary>
    public double Exact { get; init => field = Require.NonNegative(value, nameof(Exact)); } = Require.NonNegative(Exact);

    /// <summary>The factor of a near copy.</summary>
    public double Near { get; init => field = Require.NonNegative(value, nameof(Near)); } = Require.NonNegative(Near);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["copy_ratio", "exact_copies", "near_copies"];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var distances = Distances(input.Generated, input.Target);
        var unseen = input.HeldOut is { Rows: > 0 } rows ? Distances(rows, input.Target) : [];
        var heldOut = unseen.Length > 0 ? Median(unseen) : 0;
        var scale = heldOut > 0 ? heldOut
            : input.Target.Rows > 1 ? Median(NearestNeighbours.Of(input.Target, input.Target, 1, exceptSameRow: true).Distances.Values.ToArray()) : 0;
        int Within(double[] lengths, double factor) => lengths.Count(length => length <= factor * scale);
        var (exact, near) = (Within(distances, Exact), Within(distances, Near));
        var others = unseen.Length > 0 ? $"; of the {unseen.Length} held-out real row{(unseen.Length == 1 ? "" : "s")} {Within(unseen, Exact)} are copies, and {Within(unseen, Near)} nearly so" : "";
        return
        [
            heldOut > 0 ? new("copy_ratio", Median(distances) / heldOut, MetricStatus.Exact)
                : MetricValue.Unavailable("copy_ratio", "No held-out real rows, or half of them are copies of training rows: the copy ratio needs others; reduce the pool or hold out more rows."),
            new("exact_copies", (double)exact / distances.Length, MetricStatus.Exact,
                Note: $"{exact} of {distances.Length} samples are copies of training rows, and {near} are nearly so{others}."),
            new("near_copies", (double)near / distances.Length, MetricStatus.Exact),
        ];
    }

    private static double[] Distances(Matrix points, Matrix target) => NearestNeighbours.Of(points, target).Distances.Values.ToArray();

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
