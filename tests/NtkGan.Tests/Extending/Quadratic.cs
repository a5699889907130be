using System.Runtime.CompilerServices;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Tests.Extending;

/// <summary>A scaled square: s x^2. N = s^2 (q11 q22 + 2 q12^2), D = 4 s^2 q12.</summary>
/// <param name="Scale">The factor s.</param>
public sealed record Quadratic(double Scale = 1) : Activation<Quadratic.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Formula => new(Scale);

    /// <summary>The formulas of <see cref="Quadratic"/>.</summary>
    public readonly struct Mathematics(double scale) : IActivationFormula
    {
        private readonly double _square = scale * scale;

        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => scale * (x * x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> =>
            new(_square * (q11 * q22 + 2 * (q12 * q12)), 4 * _square * q12);
    }
}
