using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Two interleaved half circles, equally likely: (cos(pi t), sin(pi t)) and (1 - cos(pi t), 1/2 - sin(pi t)) with t uniform on [0, 1), times
/// the radius, plus Gaussian noise.</summary>
/// <param name="Radius">The radius of the half circles, above 0.</param>
/// <param name="Deviation">The standard deviation of the noise in each coordinate, at least 0.</param>
public sealed record TwoMoons(double Radius = 1, double Deviation = 0.05) : EndlessDataSet
{
    /// <inheritdoc/>
    public override int Dimension => 2;

    /// <summary>The radius of the half circles.</summary>
    public double Radius { get; init => field = Require.Positive(value, nameof(Radius)); } = Require.Positive(Radius);

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    protected override void DrawPoint(Span<double> point, CounterRandom random)
    {
        var upper = random.NextIndex(2) == 0;
        var (sine, cosine) = double.SinCosPi(random.NextUniform());
        point[0] = Radius * (upper ? cosine : 1 - cosine);
        point[1] = Radius * (upper ? sine : 0.5 - sine);
        Jitter(point, Deviation, random);
    }
}
