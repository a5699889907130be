using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The rational quadratic kernel: (1 + r^2/(2 a l^2))^(-a), a mixture of Gaussians of all lengths; the Gaussian as a -> infinity.</summary>
/// <param name="Length">The length scale l > 0.</param>
/// <param name="Shape">The exponent a > 0.</param>
public sealed record RationalQuadraticKernel(double Length = 1, double Shape = 1) : RadialKernel<RationalQuadraticKernel.Formula>
{
    /// <summary>The length scale.</summary>
    public double Length { get; init => field = Require.Positive(value, nameof(Length)); } = Require.Positive(Length);

    /// <summary>The exponent.</summary>
    public double Shape { get; init => field = Require.Positive(value, nameof(Shape)); } = Require.Positive(Shape);

    /// <inheritdoc/>
    protected override Formula Profile => new(Bounded(1 / Length / Length / (2 * Shape)), -Shape);

    internal override double SpectralMoment(int order) => Moment(Length, Shape, order);

    /// <summary>The Gaussian's moment times that of a Gamma distribution of mean 1: (a + m - 1)...(a + 1) a/a^m.</summary>
    internal static double Moment(double length, double shape, int order)
    {
        var moment = GaussianKernel.Moment(length, order);
        for (var i = 0; i < order; i++) moment *= (shape + i) / shape;
        return moment;
    }

    /// <summary>(1 + factor s)^exponent.</summary>
    public readonly struct Formula(double factor, double exponent) : IRadialProfile
    {
        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => T.Exp(exponent * T.Log1p(factor * squaredDistance));
    }
}
