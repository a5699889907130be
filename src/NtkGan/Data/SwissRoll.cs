using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>The Swiss roll: a spiral radius (t/4.5) (cos(pi t), sin(pi t)) with t uniform on [1.5, 4.5], plus Gaussian noise; in three dimensions the
/// roll's width, uniform on [-radius, radius], lies between the two: (x, width, y).</summary>
/// <param name="Dimension">2 for the spiral, 3 for the rolled sheet.</param>
/// <param name="Radius">The outer radius, above 0.</param>
/// <param name="Deviation">The standard deviation of the noise in each coordinate, at least 0.</param>
public sealed record SwissRoll(int Dimension = 2, double Radius = 4, double Deviation = 0.1) : EndlessDataSet
{
    /// <inheritdoc/>
    public override int Dimension { get; } = Dimension is 2 or 3 ? Dimension
        : throw new UsageException(FormattableString.Invariant($"dimension must be 2 or 3, not {Dimension}."));

    /// <summary>The outer radius.</summary>
    public double Radius { get; init => field = Require.Positive(value, nameof(Radius)); } = Require.Positive(Radius);

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    protected override void DrawPoint(Span<double> point, CounterRandom random)
    {
        var turn = 1.5 + 3 * random.NextUniform();
        var (sine, cosine) = double.SinCosPi(turn);
        point[0] = Radius * turn / 4.5 * cosine;
        point[^1] = Radius * turn / 4.5 * sine;
        if (Dimension == 3) point[1] = Radius * (2 * random.NextUniform() - 1);
        Jitter(point, Deviation, random);
    }
}
