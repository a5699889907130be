using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Exponential: a exp(b x). N = a^2 exp(b^2 ((q11 + q22)/2 + q12)), D = b^2 N. Grows fast: variances above about 350/b^2 overflow,
/// so use it with small weights.</summary>
/// <param name="Amplitude">The factor a.</param>
/// <param name="Rate">The factor b inside.</param>
[Named("exp")]
public sealed record Exponential(double Amplitude = 1, double Rate = 1) : Activation<Exponential.Mathematics>
{
    /// <summary>The factor a.</summary>
    public double Amplitude { get; init => field = Require.Finite(value, nameof(Amplitude)); } = Require.Finite(Amplitude);

    /// <summary>The factor b.</summary>
    public double Rate { get; init => field = Require.Finite(value, nameof(Rate)); } = Require.Finite(Rate);

    /// <inheritdoc/>
    protected override Mathematics Formula => new(Amplitude, Rate);

    /// <summary>The formulas of <see cref="Exponential"/>.</summary>
    public readonly struct Mathematics(double amplitude, double rate) : IActivationFormula, IWideFormula
    {
        private readonly double _squareAmplitude = amplitude * amplitude;
        private readonly double _squareRate = rate * rate;

        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => amplitude * T.Exp(rate * x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var covariance = _squareAmplitude * T.Exp(_squareRate * (0.5 * (q11 + q12 + (q22 + q12))));
            return new(covariance, _squareRate * covariance);
        }
    }
}
