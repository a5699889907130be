using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The energy-distance kernel: -r. Conditionally positive definite: its MMD^2 is the energy distance, and it suits losses whose
/// coefficients sum to 0 (IPM). Its gradient at r = 0 is 0 by convention.</summary>
public sealed record EnergyKernel : RadialKernel<EnergyKernel.Formula>
{
    /// <inheritdoc/>
    protected override Formula Profile => default;

    internal override bool IsPositiveDefinite => false;

    internal override IReadOnlyList<DistanceTerm> OnLine => [new(1, Decays: false, [0, -1])];

    /// <summary>-sqrt(s).</summary>
    public readonly struct Formula : IRadialProfile
    {
        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => -T.SqrtGuarded(squaredDistance, 0.0);
    }
}
