using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of sqrt(2) a sin(sqrt(2 gamma) x + pi/4), whose covariance is a Gaussian of the distance.</summary>
/// <param name="amplitude">a.</param>
/// <param name="gamma">gamma >= 0.</param>
public readonly struct RbfFormula(double amplitude, double gamma) : IActivationFormula, INearFormula
{
    private readonly double _squareAmplitude = amplitude * amplitude;

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => Math.Sqrt(2) * amplitude * T.Sin(Math.Sqrt(2 * gamma) * x + Math.PI / 4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        var covariance = _squareAmplitude * T.Exp(-gamma * (q11 - q12 + (q22 - q12)));
        return new(covariance, 2 * gamma * covariance);
    }

    // 1 - exp(-2 t) = 2 tanh t/(1 + tanh t), right for small t too.
    NearMoments<T> INearFormula.Near<T>(NearPair<T> pair)
    {
        var tangent = T.Tanh(0.5 * gamma * pair.SquaredDistance);
        var (rest, loss) = (T.Exp(-gamma * pair.SquaredDistance), 2 * (tangent / (tangent + 1)));
        return new(_squareAmplitude * rest, 2 * gamma * _squareAmplitude * rest, 2 * _squareAmplitude * loss, _squareAmplitude * (loss * (rest + 1)));
    }

    void INearFormula.Visit(INearVisitor visitor) => visitor.Visit(this);
}
