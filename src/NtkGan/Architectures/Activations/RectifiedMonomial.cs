using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>A rectified power: x^n for x > 0, else 0: the arc-cosine kernel of order n (Cho and Saul 2009). With s and theta the sine and angle of
/// the pair and P = q11 q22: N_n = [s A_n(q12, P) + (pi - theta) B_n(q12, P)]/(2 pi), where A_n, B_n are polynomials, A_0 = 0, B_0 = 1;
/// D = n^2 N_(n-1), and 0 for the step function n = 0 by convention.</summary>
/// <param name="Degree">The degree n, 0 (the step function) to 16; 1 is ReLU.</param>
public sealed record RectifiedMonomial(int Degree = 2) : Activation<RectifiedMonomial.Mathematics>
{
    private readonly Mathematics _formula = new(Degree);

    /// <summary>The degree n.</summary>
    public int Degree { get; init => (field, _formula) = (value, new(value)); } = Degree;

    /// <inheritdoc/>
    protected override Mathematics Formula => _formula;

    /// <inheritdoc/>
    public bool Equals(RectifiedMonomial? other) => other is not null && Degree == other.Degree;

    /// <inheritdoc/>
    public override int GetHashCode() => Degree;

    /// <summary>The formulas of <see cref="RectifiedMonomial"/>. From dN_n/dq12 = n^2 N_(n-1), for P = 1, comparing powers of q12 (derived):
    /// B_n = sum_k (n!)^2/((2^k k!)^2 (n-2k)!) q12^(n-2k), and
    /// (m + 1) A_n[m] = (m + 2) A_n[m + 2] + B_n[m + 1] - n^2 (A_(n-1)[m + 1] - A_(n-1)[m - 1]).</summary>
    public readonly struct Mathematics : IActivationFormula, IWideFormula
    {
        private const int HighestDegree = 16;

        private readonly int _degree;

        // Coefficients of q12^m, by degree and m, for the degrees n and n - 1.
        private readonly double[] _sine, _angle, _lowerSine, _lowerAngle;

        /// <summary>Prepares the polynomials.</summary>
        /// <param name="degree">n.</param>
        /// <exception cref="UsageException">Below 0 or above 16.</exception>
        public Mathematics(int degree)
        {
            if (degree is < 0 or > HighestDegree) throw new UsageException($"degree must be 0 to {HighestDegree}, not {degree}.");
            _degree = degree;
            (_sine, _angle) = ([], [1.0]);
            (_lowerSine, _lowerAngle) = ([], []);
            for (var n = 1; n <= degree; n++)
            {
                (_lowerSine, _lowerAngle) = (_sine, _angle);
                _angle = Angle(n);
                _sine = Sine(n, _angle, _lowerSine);
            }
        }

        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T>
        {
            T power = 1.0;
            for (var n = 0; n < _degree; n++) power *= x;
            return T.Select(x, power, 0.0);
        }

        /// <inheritdoc/>
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var pair = T.AngleOf(q11, q12, q22);
            var opening = Math.PI - pair.Angle;
            var product = q11 * q22;
            var covariance = T.MultiplyAdd(pair.Sine, Homogeneous(_sine, q12, product), opening * Homogeneous(_angle, q12, product));
            var lower = T.MultiplyAdd(pair.Sine, Homogeneous(_lowerSine, q12, product), opening * Homogeneous(_lowerAngle, q12, product));
            return new(0.5 / Math.PI * covariance, 0.5 / Math.PI * _degree * _degree * lower);
        }

        private static double[] Angle(int n)
        {
            var result = new double[n + 1];
            var coefficient = 1.0;
            for (var i = 2; i <= n; i++) coefficient *= i;
            for (var k = 0; 2 * k <= n; k++)
            {
                result[n - 2 * k] = coefficient;
                coefficient *= (n - 2 * k) * (n - 2 * k - 1.0) / (4.0 * (k + 1) * (k + 1));
            }

            return result;
        }

        private static double[] Sine(int n, double[] angle, double[] lower)
        {
            var result = new double[n];
            double At(double[] array, int m) => m >= 0 && m < array.Length ? array[m] : 0;
            for (var m = n - 1; m >= 0; m--)
                result[m] = ((m + 2) * At(result, m + 2) + angle[m + 1] - n * n * (At(lower, m + 1) - At(lower, m - 1))) / (m + 1);
            return result;
        }

        // sum_m c_m x^m P^((top - m)/2) by Horner's rule; every other coefficient is zero.
        private static T Homogeneous<T>(double[] coefficients, T x, T product) where T : struct, IScalar<T> =>
            T.Order == 0 ? Horner(coefficients, x, product) : HornerApart(coefficients, x, product);

        // On jets four of them exceed what is inlined.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static T HornerApart<T>(double[] coefficients, T x, T product) where T : struct, IScalar<T> => Horner(coefficients, x, product);

        private static T Horner<T>(double[] coefficients, T x, T product) where T : struct, IScalar<T>
        {
            if (coefficients.Length == 0) return 0.0;
            var top = coefficients.Length - 1;
            T sum = coefficients[top], power = 1.0;
            for (var m = top - 2; m >= 0; m -= 2)
            {
                power *= product;
                sum = sum * (x * x) + coefficients[m] * power;
            }

            return top % 2 == 0 ? sum : sum * x;
        }
    }
}
