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
        // (1 + 2 b^2 q11)(1 + 2 b^2 q22) - 4 b^4 q12^2 without cancellation, of the numbers as given: multiplied by b^2 they would be rounded first.
        var square = 2 * _squareFrequency * (q11 + q22) + 1 + 4 * _squareFrequency * _squareFrequency * T.DifferenceOfProducts(q11, q22, q12, q12);
        var root = T.Sqrt(T.Select(square + -0.5, square, 1.0));
        return new(_covariance * T.Atan2(2 * _squareFrequency * q12, root) + _mean, _derivative * ((T)1.0 / root));
    }
}
