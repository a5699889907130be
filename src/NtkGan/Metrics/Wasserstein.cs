using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The squared 2-Wasserstein distance W2^2 = min over couplings of the mean of |x - y|^2, exact: on a line by sorting; in more
/// dimensions by an optimal assignment for sets of one size up to 2000, and by an optimal transport for unequal sizes (n m up to 250000). The error is
/// the gap to the dual value, which proves the answer optimal. Twice the Sinkhorn divergence as its blur tends to 0.</summary>
public sealed record Wasserstein : Metric
{
    private const int MostPoints = 2000, MostPairs = 250_000;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["w2"];

    /// <summary>W2^2 between two measures with masses, each divided by its own total, in any dimension: min over couplings of the mean of |x - y|^2. Points
    /// without mass count for nothing.</summary>
    /// <param name="x">Points, n x d, finite.</param>
    /// <param name="xMasses">n masses >= 0, not all 0.</param>
    /// <param name="y">Points, m x d, finite.</param>
    /// <param name="yMasses">m masses >= 0, not all 0.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataFormatException">A set is empty, dimensions differ, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="UsageException">Masses do not fit the points, one is negative or not finite, all are 0, or n m exceeds 250000.</exception>
    /// <exception cref="NumericalException">The coordinates are so large that a squared distance overflows.</exception>
    public static double Squared(Matrix x, IReadOnlyList<double> xMasses, Matrix y, IReadOnlyList<double> yMasses, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        new MetricInput(x, y).Check();
        CheckMasses(x, xMasses);
        CheckMasses(y, yMasses);
        if ((long)x.Rows * y.Rows > MostPairs)
            throw new UsageException(FormattableString.Invariant($"An exact transport from {x.Rows} to {y.Rows} points is too large; take at most {MostPairs} pairs."));
        return Transport.Weighted(x, xMasses, y, yMasses).Cost;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var (x, y) = (input.Generated, input.Target);
        if (x.Columns == 1)
        {
            double[] generated = [.. x.Values], target = [.. y.Values];
            Array.Sort(generated);
            Array.Sort(target);
            var value = LineTransport.SquaredWasserstein(generated, target);
            return [new("w2", value, MetricStatus.Exact, (x.Rows + y.Rows) * Math.ScaleB(value, -52))];
        }

        if (x.Rows == y.Rows)
        {
            if (x.Rows > MostPoints) return [Unavailable($"the sets have {x.Rows} points", $"take at most {MostPoints} of each")];
            var assignment = new Assignment(x, y);
            return [new("w2", assignment.Cost, MetricStatus.Exact, assignment.Gap)];
        }

        if ((long)x.Rows * y.Rows > MostPairs)
            return [Unavailable($"the sets have {x.Rows} and {y.Rows} points", $"take at most {MostPairs} pairs, or as many of each")];
        var transport = Transport.Uniform(x, y);
        return [new("w2", transport.Cost, MetricStatus.Exact, transport.Gap)];
    }

    private static void CheckMasses(Matrix points, IReadOnlyList<double> masses)
    {
        if (masses.Count != points.Rows) throw new UsageException($"{points.Rows} points need {points.Rows} masses, not {masses.Count}.");
        foreach (var mass in masses) Require.NonNegative(mass);
        Require.Positive(masses.Sum(), "the total of the masses");
    }

    private static MetricValue Unavailable(string reason, string mend) => MetricValue.Unavailable("w2",
        $"In more than one dimension the exact W2 is a transport problem, and {reason}; {mend}, or use the Sinkhorn divergence or the sliced Wasserstein distance.");
}
