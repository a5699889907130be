using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Gabor: exp(-x^2) sin x. With S = q11 + q22, f = 4 (q11 q22 - q12^2), m = 1 + 2 S + f, t = tanh(q12/m),
/// C = [exp((2 q12 - S - f)/(2m)) + exp((-2 q12 - S - f)/(2m))]/2, A = 1 + 2 S + 4 (q12^2 + q11 q22), B = 4 q12 (f + 3 S + 2):
/// N = C t/sqrt(m), D = C (A + B t)/m^(5/2).</summary>
public sealed record Gabor : Activation<Gabor.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Formula => default;

    /// <summary>The formulas of <see cref="Gabor"/>.</summary>
    public readonly struct Mathematics : IActivationFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => T.Exp(-(x * x)) * T.Sin(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var sum = q11 + q22;
            var product = 4 * T.DifferenceOfProducts(q11, q22, q12, q12);
            var modulus = 2 * sum + product + 1;
            modulus = T.Select(modulus + -0.5, modulus, 1.0);
            var inverse = (T)1.0 / modulus;
            var decay = -0.5 * inverse * (sum + product);
            var ratio = q12 * inverse;
            var mean = 0.5 * (T.Exp(decay + ratio) + T.Exp(decay - ratio));
            var odd = T.Tanh(ratio);
            var root = T.Sqrt(inverse);

            // A = m + 8 q12^2 and B = 4 q12 (m + S + 1), both over m.
            var even = 8 * (q12 * ratio) + 1;
            var skew = 4 * ratio * (modulus + sum + 1);
            return new(mean * odd * root, mean * inverse * root * T.MultiplyAdd(skew, odd, even));
        }
    }
}
