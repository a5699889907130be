using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The Laplace kernel: exp(-r/l). It has a kink at r = 0, where its gradient is 0 by convention.</summary>
/// <param name="Length">The length scale l > 0.</param>
public sealed record LaplaceKernel(double Length = 1) : RadialKernel<LaplaceKernel.Formula>
{
    /// <summary>The length scale.</summary>
    public double Length { get; init => field = Require.Positive(value, nameof(Length)); } = Require.Positive(Length);

    /// <inheritdoc/>
    protected override Formula Profile => new(Bounded(-1 / Length));

    internal override IReadOnlyList<DistanceTerm> OnLine => [new(-Bounded(-1 / Length), Decays: true, [1])];

    internal override double SpectralMoment(int order) => order == 0 ? 1 : double.PositiveInfinity;

    internal override double SteepestSlope => 1 / Length;

    /// <summary>exp(factor sqrt(s)).</summary>
    public readonly struct Formula(double factor) : IRadialProfile
    {
        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => T.Exp(factor * T.SqrtGuarded(squaredDistance, 0.0));
    }
}
