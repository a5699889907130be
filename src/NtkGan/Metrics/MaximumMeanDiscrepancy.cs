using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The squared maximum mean discrepancy, MMD^2 = mean k(x, x') + mean k(y, y') - 2 mean k(x, y), pairs of
/// a point with itself in (the biased estimator): the squared length of the gradient that trains an IPM discriminator.</summary>
/// <param name="Kernel">The kernel k; the discriminator's own (column <c>mmd2</c>) if none is given, else the column is <c>mmd2_</c> and its name.</param>
public sealed record MaximumMeanDiscrepancy(Kernel? Kernel = null) : Metric
{
    private const int Tile = 512;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    private string Column => Kernel is null ? "mmd2" : $"mmd2_{Catalog.NameOf(Kernel.GetType())}";

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if ((Kernel is null ? input.Gram : Kernel.Gram) is not { } gram) return [MetricValue.Unavailable(Column, "The squared MMD needs a kernel; name one for it.")];
        Matrix[] x = Tiles(input.Generated), y = Tiles(input.Target);
        var (generated, target, cross) = (Mean(gram, x, x), Mean(gram, y, y), Mean(gram, x, y));
        var rounding = (64 + x.Length * y.Length) * Math.ScaleB(Math.Abs(generated) + Math.Abs(target) + 2 * Math.Abs(cross), -52);
        return [new(Column, generated + target - 2 * cross, MetricStatus.Exact, rounding)];
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
