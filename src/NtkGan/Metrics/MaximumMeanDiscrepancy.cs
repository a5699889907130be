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

    /// <summary>The squared MMD of two measures with masses, sum p p' k(x, x') - 2 sum p q k(x, y) + sum q q' k(y, y'): the squared norm of
    /// sum p k(., x) - sum q k(., y) in the kernel's space. Totals may differ.</summary>
    /// <param name="kernel">The kernel k.</param>
    /// <param name="x">Points, n x d.</param>
    /// <param name="xMasses">Their n masses p.</param>
    /// <param name="y">Points, m x d.</param>
    /// <param name="yMasses">Their m masses q.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public static double Squared(Kernel kernel, Matrix x, IReadOnlyList<double> xMasses, Matrix y, IReadOnlyList<double> yMasses)
    {
        var (all, sum) = (x.Above(y), 0.0);
        double[] masses = [.. xMasses, .. yMasses.Select(mass => -mass)], values = new double[all.Rows];
        kernel.Expand(all, all, masses, values);
        for (var i = 0; i < values.Length; i++) sum += masses[i] * values[i];
        return sum;
    }

    private string Column => Kernel is null ? "mmd2" : $"mmd2_{Catalog.NameOf(Kernel.GetType())}";

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if ((Kernel ?? input.Kernel) is { } kernel && BySums(kernel, input.Generated, input.Target) is var (squared, error)) return [new(Column, squared, MetricStatus.Sampled, error)];
        if ((Kernel is null ? input.Gram : Kernel.Gram) is not { } gram) return [MetricValue.Unavailable(Column, "The squared MMD needs a kernel; name one for it.")];
        Matrix[] x = Tiles(input.Generated), y = Tiles(input.Target);
        var (generated, target, cross) = (Mean(gram, x, x), Mean(gram, y, y), Mean(gram, x, y));
        var rounding = (64 + x.Length * y.Length) * Math.ScaleB(Math.Abs(generated) + Math.Abs(target) + 2 * Math.Abs(cross), -52);
        return [new(Column, generated + target - 2 * cross, MetricStatus.Exact, rounding)];
    }

    /// <summary>The squared MMD by one expansion over both sets at themselves, with an estimate of its error from points drawn at random; null where a sum over
    /// all pairs is not the longer way.</summary>
    internal static (double Squared, double Error)? BySums(Kernel kernel, Matrix x, Matrix y)
    {
        var all = x.Above(y);
        if (kernel.Summation.Prepare(kernel, all, all) is not { IsNearLinear: true } sum) return null;
        double[] masses = [.. Enumerable.Repeat(1.0 / x.Rows, x.Rows), .. Enumerable.Repeat(-1.0 / y.Rows, y.Rows)], values = new double[all.Rows];
        var report = sum.Evaluate(masses, values);
        return (DotProduct.Of(masses, values), 2 * report.Error * values.Max(Math.Abs));
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
