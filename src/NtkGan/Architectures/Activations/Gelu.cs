using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>GELU: x Phi(x), Phi the normal distribution function. With d = sqrt((1 + q11)(1 + q22) - q12^2), A = atan2(q12, d),
/// p = q11 q22/((1 + q11)(1 + q22)): N = q12/4 + [q12^2/((1 + q11)(1 + q22) d) + p d + q12 A]/(2 pi),
/// D = 1/4 + A/(2 pi) + q12/(2 pi d) [1/d^2 + 1/(1 + q11) + 1/(1 + q22)].</summary>
public sealed record Gelu : Activation<Gelu.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Formula => default;

    /// <summary>The formulas of <see cref="Gelu"/>.</summary>
    public readonly struct Mathematics : IActivationFormula, IWideFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => x * (0.5 * T.Erf(1 / Math.Sqrt(2) * x) + 0.5);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => T.Order == 0 ? Moments(q11, q12, q22) : MomentsApart(q11, q12, q22);

        // On jets it exceeds what is inlined into a loop.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static DualMoments<T> MomentsApart<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => Moments(q11, q12, q22);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static DualMoments<T> Moments<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var (first, second) = ((T)1.0 / (q11 + 1), (T)1.0 / (q22 + 1));
            var square = q11 + q22 + 1 + T.DifferenceOfProducts(q11, q22, q12, q12);
            var root = T.Sqrt(T.Select(square + -0.5, square, 1.0));
            var inverse = (T)1.0 / root;
            var opening = T.Atan2(q12, root) + Math.PI / 2;
            var shrunk = T.MultiplyAdd(q12 * first * (q12 * second), inverse, q11 * first * (q22 * second) * root);
            return new(
                0.5 / Math.PI * T.MultiplyAdd(q12, opening, shrunk),
                0.5 / Math.PI * T.MultiplyAdd(q12 * inverse, T.MultiplyAdd(inverse, inverse, first + second), opening));
        }
    }
}
