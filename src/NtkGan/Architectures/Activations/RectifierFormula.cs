using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of every function with two slopes (ABReLU, ReLU, leaky ReLU, absolute value, identity).</summary>
/// <param name="negative">The slope for x &lt; 0.</param>
/// <param name="positive">The slope for x >= 0.</param>
public readonly struct RectifierFormula(double negative, double positive) : IActivationFormula
{
    private readonly double _meanSquare = (negative * negative + positive * positive) / 2;
    private readonly double _kink = (negative - positive) * (negative - positive) / (2 * Math.PI);

    /// <summary>The two slopes.</summary>
    internal void Deconstruct(out double below, out double above) => (below, above) = (negative, positive);

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => T.Select(x, positive * x, negative * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        var pair = T.AngleOf(q11, q12, q22);
        var derivative = _meanSquare - _kink * pair.Angle;
        return new(T.MultiplyAdd(derivative, q12, _kink * pair.Sine), derivative);
    }
}
