using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>Improved precision and recall (Kynkaanniemi et al. 2019) on raw coordinates: <c>precision</c> is the share of generated points within the
/// reach of some target point, <c>recall</c> the share of target points within the reach of some generated point; a point reaches as far as its k-th
/// nearest neighbour in its own set. A set of one point reaches no further than itself. (n + m)^2 distances, n + m numbers of memory.</summary>
/// <param name="Neighbours">k, at least 1; at most the other points of a set are used.</param>
public sealed record PrecisionRecall(int Neighbours = 3) : Metric
{
    private const int RowsPerBlock = 8;

    /// <summary>k.</summary>
    public int Neighbours { get; init => field = Require.AtLeast(1, value, nameof(Neighbours)); } = Require.AtLeast(1, Neighbours);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["precision", "recall"];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input) =>
    [
        new("precision", Covered(input.Generated, input.Target), MetricStatus.Exact),
        new("recall", Covered(input.Target, input.Generated), MetricStatus.Exact),
    ];

    private double Covered(Matrix points, Matrix by)
    {
        var reach = new double[by.Rows];
        if (by.Rows > 1)
        {
            var k = Math.Min(Neighbours, by.Rows - 1);
            var own = NearestNeighbours.Of(by, by, k, exceptSameRow: true).Distances;
            for (var j = 0; j < reach.Length; j++) reach[j] = own[j, k - 1];
        }

        var covered = new bool[points.Rows];
        Workers.ForBlocks(points.Rows, RowsPerBlock, (start, end) =>
        {
            for (var i = start; i < end; i++)
                for (var j = 0; j < by.Rows && !covered[i]; j++) covered[i] = NearestNeighbours.Distance(points.Row(i), by.Row(j)) <= reach[j];
        });
        return (double)covered.Count(isCovered => isCovered) / points.Rows;
    }
}
