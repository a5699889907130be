using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of a sin(b x + c). With m = (E+ + E-)/2, E+- = exp(-b^2 (q11 + q22 -+ 2 q12)/2), t = tanh(b^2 q12):
/// N = a^2 m (sin^2 c + t cos^2 c), D = a^2 b^2 m (cos^2 c + t sin^2 c), which loses no digits at small variances.</summary>
/// <param name="amplitude">a.</param>
/// <param name="frequency">b.</param>
/// <param name="phase">c, in radians.</param>
public readonly struct SineFormula(double amplitude, double frequency, double phase) : IActivationFormula
{
    private readonly double _squareAmplitude = amplitude * amplitude;
    private readonly double _squareFrequency = frequency * frequency;
    private readonly double _squareSine = Math.Sin(phase) * Math.Sin(phase);
    private readonly double _squareCosine = Math.Cos(phase) * Math.Cos(phase);

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => amplitude * T.Sin(frequency * x + phase);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        // Differences before products: of large variances little may be left.
        var (less, more) = (q11 - q12 + (q22 - q12), q11 + q12 + (q22 + q12));
        var mean = 0.5 * _squareAmplitude * (T.Exp(-0.5 * _squareFrequency * less) + T.Exp(-0.5 * _squareFrequency * more));
        var odd = T.Tanh(_squareFrequency * q12);
        return new(mean * (_squareCosine * odd + _squareSine), _squareFrequency * mean * (_squareSine * odd + _squareCosine));
    }
}
