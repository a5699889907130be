using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of sqrt(2) a sin(sqrt(2 gamma) x + pi/4), whose covariance is a Gaussian of the distance.</summary>
/// <param name="amplitude">a.</param>
/// <param name="gamma">gamma >= 0.</param>
public readonly struct RbfFormula(double amplitude, double gamma) : IActivationFormula
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
}
