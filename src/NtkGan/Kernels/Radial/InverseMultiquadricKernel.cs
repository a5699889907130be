using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The inverse multiquadric kernel: (l^2 + r^2)^(-1/2).</summary>
/// <param name="Length">The length scale l > 0; k(x, x) = 1/l.</param>
public sealed record InverseMultiquadricKernel(double Length = 1) : RadialKernel<InverseMultiquadricKernel.Formula>
{
    /// <summary>The length scale.</summary>
    public double Length { get; init => field = Require.Positive(value, nameof(Length)); } = Require.Positive(Length);

    /// <inheritdoc/>
    protected override Formula Profile => new(Length * Length);

    // 1/l times the rational quadratic kernel of exponent 1/2.
    internal override double SpectralMoment(int order) => RationalQuadraticKernel.Moment(Length, 0.5, order) / Length;

    /// <summary>1/sqrt(s + square).</summary>
    public readonly struct Formula(double square) : IRadialProfile
    {
        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => (T)1.0 / T.Sqrt(squaredDistance + square);
    }
}
