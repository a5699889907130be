using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Gaussian: a exp(b x^2) with b &lt; 0. With w = (1 - 2b q11)(1 - 2b q22) - 4 b^2 q12^2 >= 1: N = a^2 w^(-1/2),
/// D = 4 a^2 b^2 q12 w^(-3/2).</summary>
/// <param name="Amplitude">The factor a.</param>
/// <param name="Exponent">The factor b of x^2, below 0 (above, the moments are infinite at large variances).</param>
[Named("gaussian")]
public sealed record GaussianActivation(double Amplitude = 1, double Exponent = -0.5) : Activation<GaussianActivation.Mathematics>
{
    /// <summary>The factor a.</summary>
    public double Amplitude { get; init => field = Require.Finite(value, nameof(Amplitude)); } = Require.Finite(Amplitude);

    /// <summary>The factor b.</summary>
    public double Exponent { get; init => field = Require.Negative(value, nameof(Exponent)); } = Require.Negative(Exponent);

    /// <inheritdoc/>
    protected override Mathematics Formula => new(Amplitude, Exponent);

    /// <summary>The formulas of <see cref="GaussianActivation"/>.</summary>
    public readonly struct Mathematics(double amplitude, double exponent) : IActivationFormula, IWideFormula
    {
        private readonly double _squareAmplitude = amplitude * amplitude;
        private readonly double _squareExponent = 4 * exponent * exponent;

        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => amplitude * T.Exp(exponent * (x * x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var square = -2 * exponent * (q11 + q22) + 1 + _squareExponent * T.DifferenceOfProducts(q11, q22, q12, q12);
            square = T.Select(square + -0.5, square, 1.0);
            var inverse = (T)1.0 / square;
            var covariance = _squareAmplitude * T.Sqrt(inverse);
            return new(covariance, _squareExponent * q12 * inverse * covariance);
        }
    }
}
