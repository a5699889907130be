using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>The Matern kernel of half-integer smoothness nu = p + 1/2: exp(-z) times a polynomial of degree p in z = sqrt(2 nu) r/l, namely
/// p!/(2p)! sum_i (p+i)!/(i! (p-i)!) (2z)^(p-i). nu = 1/2 is the Laplace kernel, nu -> infinity the Gaussian one (Rasmussen and Williams 2006, 4.16).</summary>
/// <param name="Smoothness">nu, one of 0.5, 1.5, ..., 9.5.</param>
/// <param name="Length">The length scale l > 0.</param>
public sealed record MaternKernel(double Smoothness = 1.5, double Length = 1) : RadialKernel<MaternKernel.Formula>
{
    /// <summary>The smoothness nu.</summary>
    public double Smoothness { get; init => field = HalfInteger(value); } = HalfInteger(Smoothness);

    /// <summary>The length scale.</summary>
    public double Length { get; init => field = Require.Positive(value, nameof(Length)); } = Require.Positive(Length);

    /// <inheritdoc/>
    protected override Formula Profile => new(Factor, Degree);

    internal override IReadOnlyList<DistanceTerm> OnLine => [new(Factor, Decays: true, Formula.Coefficients[Degree])];

    private int Degree => (int)Smoothness;

    private double Factor => Bounded(Math.Sqrt(2 * Smoothness) / Length);

    // The spectral measure along a line is Student's t with 2 nu degrees of freedom, over l: moments of order 2m < 2 nu.
    internal override double SpectralMoment(int order)
    {
        if (order >= Smoothness) return double.PositiveInfinity;
        var moment = GaussianKernel.Moment(Length, order);
        for (var i = 1; i <= order; i++) moment *= Smoothness / (Smoothness - i);
        return moment;
    }

    internal override double SteepestSlope => Smoothness > 1 ? base.SteepestSlope : 1 / Length;

    private static double HalfInteger(double smoothness) => smoothness is >= 0.5 and <= 9.5 && smoothness - 0.5 == Math.Floor(smoothness)
        ? smoothness : throw new UsageException($"smoothness must be one of 0.5, 1.5, ..., 9.5, not {FormattableString.Invariant($"{smoothness}")}.");

    /// <summary>K_p(s) = exp(-z) sum_k c_k z^k with z = factor sqrt(s), of degree p. Its slope is that of smoothness one less,
    /// dK_p/ds = -factor^2/(2 (2p - 1)) K_(p-1) (derived from d/dz z^nu K_nu(z) = -z^nu K_(nu-1)(z)), in which nothing cancels at small distances.</summary>
    /// <param name="factor">z/r.</param>
    /// <param name="degree">p, 0 to 9.</param>
    public readonly struct Formula(double factor, int degree) : IRadialProfile
    {
        private const int HighestDegree = 9;

        // Of z^k, k = 0, 1, ..: c_(p-i) = p!/(2p)! (p+i)!/(i! (p-i)!) 2^(p-i).
        internal static readonly double[][] Coefficients = [.. Enumerable.Range(0, HighestDegree + 1).Select(p => Enumerable.Range(0, p + 1).Select(i => p - i)
            .Select(i => Factorial(p) / Factorial(2 * p) * Factorial(p + i) / (Factorial(i) * Factorial(p - i)) * Math.ScaleB(1, p - i)).ToArray())];

        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T>
        {
            if (T.Order == 0 || T.Order > degree) return Plain(squaredDistance, degree);

            // A Taylor polynomial around the value, whose slopes are kernels themselves.
            var place = T.Primal(squaredDistance);
            var change = squaredDistance - T.Constant(place);
            T sum = 0.0;
            for (var order = T.Order; order >= 0; order--)
            {
                var scale = 1.0;
                for (var m = 0; m < order; m++) scale *= -(factor * factor) / (2 * (2 * (degree - m) - 1) * (m + 1));
                sum = T.MultiplyAdd(sum, change, T.Constant(Bounded(scale) * Plain(place, degree - order)));
            }

            return sum;
        }

        private T Plain<T>(T squaredDistance, int degree) where T : struct, IScalar<T>
        {
            var coefficients = Coefficients[degree];
            var z = factor * T.SqrtGuarded(squaredDistance, 0.0);
            T polynomial = 0.0;
            for (var k = coefficients.Length - 1; k >= 0; k--) polynomial = z * polynomial + coefficients[k];
            return polynomial * T.Exp(-z);
        }

        private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, factor) => product * factor);
    }
}
