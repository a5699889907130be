using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A space in which functions of a symmetric matrix A on a vector v are computed: an orthonormal basis V, a row each, of which v is a multiple of the
/// first, and the eigendecomposition of A in it.</summary>
internal sealed class KrylovSpace
{
    /// <summary>The error of a function in a space that is large enough, relative to |v| or to the length of the result, where nothing else is asked for.</summary>
    public const double Tolerance = 1e-13;

    private const double Pole = 0.1;
    private const int MostRationalSteps = 120;
    private readonly LanczosBasis _basis;
    private readonly Lazy<Matrix> _vectors;

    private KrylovSpace(LanczosBasis basis, double[] values, Matrix vectors, double length, SpectrumScale spectrum)
    {
        (_basis, Values, Vectors, Length, Spectrum) = (basis, [.. values.Select(spectrum.Cleared)], vectors, length, spectrum);
        _vectors = new(basis.Vectors);
    }

    /// <summary>The number of vectors.</summary>
    public int Size => Values.Length;

    /// <summary>V.</summary>
    public Matrix Basis => _vectors.Value;

    /// <summary>The eigenvalues of A in the space, 0 in place of those that rounding made negative.</summary>
    public double[] Values { get; }

    /// <summary>Their vectors in coordinates of the basis, one a row.</summary>
    public Matrix Vectors { get; }

    /// <summary>|v| or -|v|: v is this multiple of the first vector of the basis.</summary>
    public double Length { get; }

    /// <summary>How large A is.</summary>
    public SpectrumScale Spectrum { get; }

    /// <summary>The most steps that a polynomial space takes before others are cheaper.</summary>
    public static int MostPolynomialSteps(int size) => 20 + size / 6;

    /// <summary>The most steps of a polynomial space whose products are sums over many points: nothing else is at hand, so that memory sets the bound.</summary>
    public const int MostProducts = 200;

    /// <summary>The most steps that a polynomial space of this matrix takes.</summary>
    public static int MostPolynomialSteps(ScaledMatrix matrix) => matrix.IsStored ? MostPolynomialSteps(matrix.Size) : Math.Min(matrix.Size, MostProducts);

    /// <summary>The space span{v, A v, A^2 v, ...}, grown until the last few steps changed f(A) v by less than the tolerance of its length.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="function">f, smooth.</param>
    /// <param name="vector">v, not 0.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <param name="spectrum">Receives what is known of A.</param>
    /// <returns>Null if that takes too many steps, or the null space must be told from the rest.</returns>
    public static KrylovSpace? Polynomial(ScaledMatrix matrix, SpectralFunction function, double[] vector, double tolerance, out SpectrumScale spectrum)
    {
        var (basis, most, before) = (new LanczosBasis(matrix, vector), MostPolynomialSteps(matrix), Array.Empty<double>());
        spectrum = new(0, matrix.Size, matrix.Error);
        while (basis.Grow(most))
        {
            var projected = basis.Projected();
            spectrum = new(Math.Max(Math.Abs(projected.Values[0]), Math.Abs(projected.Values[^1])), matrix.Size, matrix.Error);
            if (IsFarOff(function.Time, spectrum, basis.IsInvariant ? int.MaxValue : most)) return null;
            var coordinates = Coordinates(function, projected.Values, projected.Vectors, basis.Length, spectrum);
            var (change, length) = (0.0, 0.0);
            for (var k = 0; k < coordinates.Length; k++)
            {
                var difference = coordinates[k] - (k < before.Length ? before[k] : 0);
                change += difference * difference;
                length += coordinates[k] * coordinates[k];
            }

            if (basis.IsInvariant || (before.Length > 0 && change <= tolerance * tolerance * length)) return new(basis, projected.Values, projected.Vectors, basis.Length, spectrum);
            before = coordinates;
        }

        return null;
    }

    /// <summary>B = (1 + (t/10) A)^-1, or null where A is not stored or not positive semidefinite, or t is so long that the null space must be told from the rest.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="time">t, above 0.</param>
    /// <param name="spectrum">How large A is.</param>
    public static ScaledMatrix? Resolvent(ScaledMatrix matrix, double time, SpectrumScale spectrum)
    {
        if (!matrix.IsStored || IsFarOff(time, spectrum, int.MaxValue)) return null;
        var shifted = matrix.ToMatrix();
        foreach (ref var value in shifted.Values) value *= Pole * time;
        for (var i = 0; i < shifted.Rows; i++) shifted[i, i] += 1;
        return Cholesky.TryFactor(shifted)?.Inverse() is { } inverse && inverse.IsFinite() ? new(inverse, [.. Enumerable.Repeat(1.0, inverse.Rows)]) : null;
    }

    /// <summary>The space span{v, B v, B^2 v, ...}, in which e^(-s A) v, 0 &lt;= s &lt;= t, converges at a rate that does not depend on the size of t A
    /// (shift-and-invert Lanczos; van den Eshof and Hochbruck, SIAM J. Sci. Comp. 27, 2006): it is grown until B times the residual of y' = -A y is below
    /// the tolerance times |v|.</summary>
    /// <param name="resolvent">B, made once for all vectors.</param>
    /// <param name="time">t.</param>
    /// <param name="vector">v, not 0.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <param name="spectrum">How large A is.</param>
    /// <returns>Null if the space does not converge, or A is not positive semidefinite.</returns>
    public static KrylovSpace? Rational(ScaledMatrix resolvent, double time, double[] vector, double tolerance, SpectrumScale spectrum)
    {
        var (basis, most) = (new LanczosBasis(resolvent, vector), Math.Min(MostRationalSteps, resolvent.Size));
        while (basis.Size < most)
        {
            for (var goal = Math.Min(most, basis.Size + Math.Max(6, basis.Size / 4)); basis.Size < goal && !basis.IsInvariant;) basis.Extend();
            var projected = basis.Projected();
            if (!basis.IsInvariant && Residual(projected, basis.Remaining) > tolerance) continue;
            double[] values = [.. projected.Values.Select(value => Eigenvalue(value) / time)];
            return spectrum.IsIndefinite(values[^1]) ? null : new(basis, values, projected.Vectors, basis.Length, spectrum);
        }

        return null;
    }

    /// <summary>The space of -v.</summary>
    public KrylovSpace Negated() => new(_basis, Values, Vectors, -Length, Spectrum);

    /// <summary>f(A) v.</summary>
    public double[] Apply(SpectralFunction function) => _basis.Combine(Coordinates(function, Values, Vectors, Length, Spectrum));

    // Whether rounding in the null space would show, or the spectrum is too wide for so many polynomial steps: some sqrt(t |A|) are needed
    // (Hochbruck and Lubich, SIAM J. Numer. Anal. 34, 1997).
    private static bool IsFarOff(double time, SpectrumScale spectrum, int steps) =>
        !(time <= spectrum.Stillness) || double.IsInfinity(time) || time * spectrum.Largest > steps / 3.0 * (steps / 3.0);

    private static double[] Coordinates(SpectralFunction function, double[] values, Matrix vectors, double length, SpectrumScale spectrum)
    {
        var result = new double[values.Length];
        for (var k = 0; k < values.Length; k++)
            DotProduct.Add(length * vectors[k, 0] * function.At(values[k], spectrum), vectors.Row(k), result);
        return result;
    }

    // The eigenvalue a of t A of an eigenvalue 1/(1 + a/10) of B.
    private static double Eigenvalue(double value) => (1 / Math.Max(value, 1e-300) - 1) / Pole;

    // (beta/pole) |e_k^T T^-1 e^(-s t A) e_1|, the largest over a few s: B times the residual of y' = -A y.
    private static double Residual(SymmetricEigen projected, double remaining)
    {
        var largest = 0.0;
        for (var time = 1.0 / 16; time <= 1; time *= 2)
        {
            var sum = 0.0;
            for (var k = 0; k < projected.Values.Length; k++)
            {
                var value = projected.Values[k];
                sum += projected.Vectors[k, 0] * projected.Vectors[k, projected.Values.Length - 1] * Math.Exp(-time * Math.Max(0, Eigenvalue(value))) / Math.Max(value, 1e-300);
            }

            largest = Math.Max(largest, Math.Abs(sum) * remaining / Pole);
        }

        return largest;
    }
}
