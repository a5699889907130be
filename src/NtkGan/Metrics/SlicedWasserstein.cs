using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The sliced squared 2-Wasserstein distance: the mean, over directions u uniform on the sphere, of W2^2 between the projections
/// u.x and u.y (Rabin et al. 2011). Directions are drawn from the seed; the error is the standard error of their mean. On a line it is
/// the squared 2-Wasserstein distance itself.</summary>
/// <param name="Projections">Number of random directions.</param>
public sealed record SlicedWasserstein(int Projections = 128) : Metric
{
    /// <summary>Number of random directions.</summary>
    public int Projections { get; init => field = Require.AtLeast(2, value, nameof(Projections)); } = Require.AtLeast(2, Projections);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["sliced_w2"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var (x, y) = (input.Generated, input.Target);
        var slices = new double[Projections];
        Workers.ForBlocks(Projections, 1, () => (Direction: new double[x.Columns], X: new double[x.Rows], Y: new double[y.Rows]), (p, _, scratch) =>
        {
            Draw(CounterRandom.For(input.Seed, "sliced_wasserstein", (ulong)p), scratch.Direction);
            Project(x, scratch.Direction, scratch.X);
            Project(y, scratch.Direction, scratch.Y);
            slices[p] = LineTransport.SquaredWasserstein(scratch.X, scratch.Y);
        });
        var mean = slices.Average();
        if (x.Columns == 1) return [new("sliced_w2", mean, MetricStatus.Exact, 64 * Math.ScaleB(mean, -52))];
        var variance = slices.Sum(slice => (slice - mean) * (slice - mean)) / (Projections - 1);
        return [new("sliced_w2", mean, MetricStatus.Sampled, Math.Sqrt(variance / Projections), $"{Projections} random directions.")];
    }

    private static void Draw(CounterRandom random, double[] direction)
    {
        var norm = 0.0;
        while (norm == 0)
        {
            random.FillNormal(direction);
            norm = Math.Sqrt(DotProduct.Of(direction, direction));
        }

        foreach (ref var value in direction.AsSpan()) value /= norm;
    }

    private static void Project(Matrix points, double[] direction, double[] result)
    {
        for (var i = 0; i < result.Length; i++) result[i] = DotProduct.Of(points.Row(i), direction);
        Array.Sort(result);
    }
}
