using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The Gaussian RBF kernel: exp(-r^2/(2 l^2)).</summary>
/// <param name="Length">The length scale l > 0.</param>
public sealed record GaussianKernel(double Length = 1) : RadialKernel<GaussianKernel.Formula>
{
    /// <summary>The length scale.</summary>
    public double Length { get; init => field = Require.Positive(value, nameof(Length)); } = Require.Positive(Length);

    /// <inheritdoc/>
    protected override Formula Profile => new(Bounded(-0.5 / Length / Length));

    internal override double SpectralMoment(int order) => Moment(Length, order);

    /// <summary>(2m - 1)!!/l^(2m).</summary>
    internal static double Moment(double length, int order)
    {
        var moment = 1.0;
        for (var i = 1; i <= order; i++) moment *= (2 * i - 1) / (length * length);
        return moment;
    }

    /// <summary>exp(factor s).</summary>
    public readonly struct Formula(double factor) : IRadialProfile
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => T.Exp(factor * squaredDistance);
    }
}
