using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of every function with two slopes (ABReLU, ReLU, leaky ReLU, absolute value, identity).</summary>
/// <param name="negative">The slope for x &lt; 0.</param>
/// <param name="positive">The slope for x >= 0.</param>
public readonly struct RectifierFormula(double negative, double positive) : IActivationFormula, INearFormula, IWideFormula
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
        var derivative = -_kink * pair.Angle + _meanSquare;
        return new(T.MultiplyAdd(derivative, q12, _kink * pair.Sine), derivative);
    }

    // With P = q11 q22, m the mean square, F the kink and g = sin theta - theta cos theta: N = m q12 + F sqrt(P) g, so that distances shrink by
    // m and by 2 F sqrt(P) g, which is of third order; m sqrt(P) - N = m q11 rejection/(sqrt(P) + q12) - F sqrt(P) g.
    NearMoments<T> INearFormula.Near<T>(NearPair<T> pair)
    {
        if (_meanSquare == 0) return new(0.0, 0.0, 0.0, 0.0);
        var (angle, scale) = (pair.Angle, pair.Scale);
        var bent = _kink * pair.Segment(angle);
        var covariance = _meanSquare * pair.Q12 + bent;
        var less = _meanSquare * (pair.SquaredRejection * (pair.Q11 / (scale + pair.Q12))) - bent;
        return new(
            covariance,
            _meanSquare - _kink * angle,
            _meanSquare * pair.SquaredDistance - 2 * bent,
            less * ((_meanSquare * scale + covariance) / (_meanSquare * pair.Q11)));
    }

    void INearFormula.Visit(INearVisitor visitor) => visitor.Visit(this);
}
