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

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => T.Select(x, positive * x, negative * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        var scale = q11 * q22;
        var sine = T.SqrtGuarded(T.DifferenceOfProducts(q11, q22, q12, q12), scale);
        var derivative = _meanSquare - _kink * T.Atan2(sine, q12);
        return new(_kink * sine + derivative * q12, derivative);
    }
}
