using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Sign: -1, 0 or 1. With theta the angle of the pair, N = 1 - 2 theta/pi; D = 0 by convention (the derivative almost everywhere), so
/// that nothing below a sign layer is trained.</summary>
public sealed record Sign : Activation<Sign.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Formula => default;

    /// <summary>The formulas of <see cref="Sign"/>.</summary>
    public readonly struct Mathematics : IActivationFormula, INearFormula, IWideFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => T.Select(x, 1.0, T.Select(-x, -1.0, 0.0));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> =>
            new(1 - 2 / Math.PI * T.AngleOf(q11, q12, q22).Angle, 0.0);

        NearMoments<T> INearFormula.Near<T>(NearPair<T> pair)
        {
            var turned = 2 / Math.PI * pair.Angle;
            return new(1 - turned, 0.0, 2 * turned, turned * (2 - turned));
        }

        void INearFormula.Visit(INearVisitor visitor) => visitor.Visit(this);
    }
}
