using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>Functions of K made of e^(-s K), 0 &lt;= s &lt;= t, on a vector v, in the space span{v, B v, B^2 v, ...} of B = (I + (t/10) K)^-1: there the
/// exponentials converge at a rate that does not depend on the size of t K (shift-and-invert Lanczos; van den Eshof and Hochbruck, SIAM J. Sci.
/// Comp. 27, 2006). B is made once, for all vectors.</summary>
internal sealed class RationalKrylovSpace
{
    /// <summary>The residual of y' = -K y, multiplied by B and relative to |v|, below which a space is large enough.</summary>
    public const double Tolerance = 1e-10;

    private const double Pole = 0.1;
    private const int MaximumSteps = 120;

    private RationalKrylovSpace(Matrix basis, double[] values, double least, Matrix vectors, double length) =>
        (Basis, Values, Least, Vectors, Length) = (basis, values, least, vectors, length);

    /// <summary>The orthonormal basis, one vector a row.</summary>
    internal Matrix Basis { get; }

    /// <summary>The eigenvalues of K in the space, those below 0 as 0.</summary>
    internal double[] Values { get; }

    /// <summary>The least eigenvalue of K in the space, as it is.</summary>
    internal double Least { get; }

    /// <summary>Their vectors in coordinates of the basis, one a row.</summary>
    internal Matrix Vectors { get; }

    /// <summary>|v| or -|v|: v is this multiple of the first vector of the basis.</summary>
    internal double Length { get; }

    /// <summary>B = (I + (t/10) K)^-1, or null where K is not positive semidefinite.</summary>
    internal static ScaledMatrix? Resolvent(Matrix matrix, double time)
    {
        var shifted = matrix.Clone();
        foreach (ref var value in shifted.Values) value *= Pole * time;
        for (var i = 0; i < shifted.Rows; i++) shifted[i, i] += 1;
        return Cholesky.TryFactor(shifted)?.Inverse() is { } inverse && inverse.IsFinite() ? new(inverse, [.. Enumerable.Repeat(1.0, matrix.Rows)]) : null;
    }

    /// <summary>The space of a vector other than 0, or null if it does not converge.</summary>
    internal static RationalKrylovSpace? Of(ScaledMatrix resolvent, double time, double[] vector, double tolerance = Tolerance)
    {
        var steps = Math.Min(MaximumSteps, resolvent.Size);
        var basis = new LanczosBasis(resolvent, vector, steps);
        while (basis.Size < steps)
        {
            for (var goal = Math.Min(steps, basis.Size + Math.Max(6, basis.Size / 4)); basis.Size < goal && !basis.IsInvariant;) basis.Extend();
            var projected = basis.Projected();
            if (basis.IsInvariant || Residual(projected, basis.Remaining) <= tolerance)
            {
                return new(basis.Vectors(), [.. projected.Values.Select(value => Math.Max(0, Eigenvalue(value)) / time)], Eigenvalue(projected.Values[^1]) / time,
                    projected.Vectors, basis.Length);
            }
        }

        return null;
    }

    /// <summary>The space of -v.</summary>
    internal RationalKrylovSpace Negated() => new(Basis, Values, Least, Vectors, -Length);

    /// <summary>f(K) v in coordinates of the basis.</summary>
    internal double[] Coordinates(SpectralFunction function) => Coordinates(function.Value);

    /// <summary>f(K) v in coordinates of the basis.</summary>
    internal double[] Coordinates(Func<double, double> function)
    {
        var result = new double[Values.Length];
        for (var k = 0; k < Values.Length; k++)
            DotProduct.Add(Length * Vectors[k, 0] * function(Values[k]), Vectors.Row(k), result);
        return result;
    }

    // The eigenvalue a of t K of an eigenvalue 1/(1 + a/10) of B.
    private static double Eigenvalue(double value) => (1 / Math.Max(value, 1e-300) - 1) / Pole;

    // (beta/pole) |e_k^T T^-1 e^(-s t K) e_1|, the largest over a few s: B times the residual of y' = -K y.
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
