using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of a erf(b x) + c (Williams 1998).</summary>
/// <param name="amplitude">a.</param>
/// <param name="frequency">b.</param>
/// <param name="offset">c.</param>
public readonly struct ErfFormula(double amplitude, double frequency, double offset) : IActivationFormula, INearFormula, IWideFormula
{
    private readonly double _squareFrequency = frequency * frequency;
    private readonly double _covariance = 2 * amplitude * amplitude / Math.PI;
    private readonly double _derivative = 4 * amplitude * amplitude * frequency * frequency / Math.PI;
    private readonly double _mean = offset * offset;

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => amplitude * T.Erf(frequency * x) + offset;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => T.Order < 2 ? Moments(q11, q12, q22) : MomentsApart(q11, q12, q22);

    // On jets of jets it exceeds what is inlined into a loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DualMoments<T> MomentsApart<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => Moments(q11, q12, q22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DualMoments<T> Moments<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        // (1 + 2 b^2 q11)(1 + 2 b^2 q22) - 4 b^4 q12^2 without cancellation, of the numbers as given: multiplied by b^2 they would be rounded first.
        var square = 2 * _squareFrequency * (q11 + q22) + 1 + 4 * _squareFrequency * _squareFrequency * T.DifferenceOfProducts(q11, q22, q12, q12);
        var pair = T.RootAngleOf(T.Select(square + -0.5, square, 1.0), 2 * _squareFrequency * q12);
        return new(_covariance * pair.Angle + _mean, _derivative * pair.Inverse);
    }

    // With phi_ij = atan2(r_ij, 2 q_ij), r_ij the roots of Dual, N_ij is pi/2 - phi_ij up to constants, and N_11 + N_22 - 2 N_12 the sum of the two
    // differences phi_12 - phi_ii, whose tangents are quotients of differences (derived, with q scaled by b^2).
    [MethodImpl(MethodImplOptions.NoInlining)]
    NearMoments<T> INearFormula.Near<T>(NearPair<T> pair)
    {
        var (q11, q12, q22) = (_squareFrequency * pair.Q11, _squareFrequency * pair.Q12, _squareFrequency * pair.Q22);
        var rejection = _squareFrequency * pair.SquaredRejection;
        var change = _squareFrequency * (pair.Q11 - pair.Q22);
        var (first, both, second) = (T.Sqrt(4 * q11 + 1), T.Sqrt(2 * (q11 + q22) + 1 + 4 * (q11 * rejection)), T.Sqrt(4 * q22 + 1));
        var towards = Turn(q11, first, q11 * (2 * q11 + 1) * (change + rejection * (2 * q11 + 1)));
        var back = Turn(q22, second, (2 * q22 + 1) * (q11 * rejection * (2 * q22 + 1) - q22 * change));
        var distance = _covariance * (towards + back);
        var (own, other) = (_covariance * T.Atan2(2 * q11, first) + _mean, _covariance * T.Atan2(2 * q22, second) + _mean);
        var (sum, difference) = (own + other, own - other);
        return new(
            _covariance * T.Atan2(2 * q12, both) + _mean,
            _derivative * ((T)1.0 / both),
            distance,
            0.25 * ((distance * (2 * sum - distance) - difference * difference) / own));

        // atan of (both q_ii - own q_12) 2/(4 q_ii q_12 + own both), its numerator rationalised.
        T Turn(T q, T root, T numerator) =>
            T.Atan2(2 * (numerator / (both * q + root * q12)), 4 * (q * q12) + root * both);
    }

    void INearFormula.Visit(INearVisitor visitor) => visitor.Visit(this);
}
