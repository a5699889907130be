using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of a erf(b x) + c (Williams 1998).</summary>
/// <param name="amplitude">a.</param>
/// <param name="frequency">b.</param>
/// <param name="offset">c.</param>
public readonly struct ErfFormula(double amplitude, double frequency, double offset) : IActivationFormula
{
    private readonly double _squareFrequency = frequency * frequency;
    private readonly double _covariance = 2 * amplitude * amplitude / Math.PI;
    private readonly double _derivative = 4 * amplitude * amplitude * frequency * frequency / Math.PI;
    private readonly double _mean = offset * offset;

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => amplitude * T.Erf(frequency * x) + offset;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        var (first, both, second) = (_squareFrequency * q11, _squareFrequency * q12, _squareFrequency * q22);

        // (1 + 2 q11)(1 + 2 q22) - 4 q12^2 without cancellation. It is at least 1; only variances above 1e15 could round it below.
        var square = 2 * (first + second) + 1 + 4 * T.DifferenceOfProducts(first, second, both, both);
        var root = T.Sqrt(T.Select(square + -0.5, square, 1.0));
        return new(_covariance * T.Atan2(2 * both, root) + _mean, _derivative * ((T)1.0 / root));
    }
}
