using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The squared maximum mean discrepancy under the kernel in use, MMD^2 = mean k(x, x') + mean k(y, y') - 2 mean k(x, y), pairs of
/// a point with itself in (the biased estimator): the squared length of the gradient that trains an IPM discriminator.</summary>
public sealed record MaximumMeanDiscrepancy : Metric
{
    private const int Tile = 512;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["mmd2"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (input.Gram is not { } gram) return [MetricValue.Unavailable("mmd2", "The squared MMD needs a kernel; name one for it.")];
        Matrix[] x = Tiles(input.Generated), y = Tiles(input.Target);
        var (generated, target, cross) = (Mean(gram, x, x), Mean(gram, y, y), Mean(gram, x, y));
        var rounding = (64 + x.Length * y.Length) * Math.ScaleB(Math.Abs(generated) + Math.Abs(target) + 2 * Math.Abs(cross), -52);
        return [new("mmd2", generated + target - 2 * cross, MetricStatus.Exact, rounding)];
    }

    private static Matrix[] Tiles(Matrix points) =>
        [.. Enumerable.Range(0, points.Rows).Chunk(Tile).Select(rows => points.Take(rows))];

    // The mean of k over all pairs, a tile of the Gram matrix at a time; of a set with itself the tiles above the diagonal, twice.
    private static double Mean(Func<Matrix, Matrix, Matrix> gram, Matrix[] x, Matrix[] y)
    {
        var same = ReferenceEquals(x, y);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = same ? i : 0; j < y.Length; j++)
                sum += (same && j > i ? 2 : 1) * Sum(gram(x[i], y[j]));
        return sum / ((double)x.Sum(tile => tile.Rows) * y.Sum(tile => tile.Rows));
    }

    private static double Sum(Matrix tile)
    {
        var sum = 0.0;
        for (var i = 0; i < tile.Rows; i++)
        {
            var row = 0.0;
            foreach (var value in tile.Row(i)) row += value;
            sum += row;
        }

        return sum;
    }
}
