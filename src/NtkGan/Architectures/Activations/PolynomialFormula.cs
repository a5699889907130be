using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The mathematics of a polynomial sum_n c_n x^n: N = sum_l s_l(q11) s_l(q22) q12^l, D = sum_l l s_l(q11) s_l(q22) q12^(l-1), with
/// s_l(q) = E[phi^(l)(sqrt(q) Z)]/sqrt(l!) = sum_i c_(2i+l) (2i+l)!/(2^i i! sqrt(l!)) q^i. No roots, so smooth at zero vectors.</summary>
public readonly struct PolynomialFormula : IActivationFormula, IWideFormula
{
    /// <summary>The highest degree whose coefficients stay far from overflow.</summary>
    public const int HighestDegree = 64;

    private readonly double[] _coefficients;
    private readonly double[][] _series;

    /// <summary>Prepares the polynomials s_l.</summary>
    /// <param name="coefficients">c_0, c_1, ..: at least one, at most <see cref="HighestDegree"/> + 1.</param>
    /// <exception cref="UsageException">None, too many, or one that is not finite.</exception>
    public PolynomialFormula(IReadOnlyList<double> coefficients)
    {
        if (coefficients.Count is < 1 or > HighestDegree + 1)
            throw new UsageException($"A polynomial needs 1 to {HighestDegree + 1} coefficients, not {coefficients.Count}.");
        foreach (var coefficient in coefficients) Require.Finite(coefficient);
        _coefficients = [.. coefficients];
        _series = new double[coefficients.Count][];
        for (var l = 0; l < _series.Length; l++)
        {
            _series[l] = new double[(_series.Length - 1 - l) / 2 + 1];

            // (2i+l)!/(2^i i! sqrt(l!)), starting from sqrt(l!).
            var factor = 1.0;
            for (var n = 2; n <= l; n++) factor *= Math.Sqrt(n);
            for (var i = 0; i < _series[l].Length; i++)
            {
                _series[l][i] = coefficients[2 * i + l] * factor;
                factor *= (2 * i + l + 1.0) * (2 * i + l + 2.0) / (2 * (i + 1));
            }
        }
    }

    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => Horner(_coefficients, x);

    /// <inheritdoc/>
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        T covariance = 0.0, derivative = 0.0;
        for (var l = _series.Length - 1; l >= 0; l--)
        {
            var product = Horner(_series[l], q11) * Horner(_series[l], q22);
            covariance = T.MultiplyAdd(covariance, q12, product);
            if (l > 0) derivative = T.MultiplyAdd(derivative, q12, l * product);
        }

        return new(covariance, derivative);
    }

    private static T Horner<T>(double[] coefficients, T x) where T : struct, IScalar<T>
    {
        T sum = coefficients[^1];
        for (var n = coefficients.Length - 2; n >= 0; n--) sum = sum * x + coefficients[n];
        return sum;
    }
}
