using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>How a function of a symmetric matrix is computed.</summary>
public enum MatrixRoute
{
    /// <summary>Rational Krylov spaces for large matrices where they converge, else the eigendecomposition.</summary>
    Automatic,

    /// <summary>The eigendecomposition: exact to rounding, about 10 n^3 operations.</summary>
    Decomposition,

    /// <summary>Rational Krylov spaces: one Cholesky factorisation and some ten products with a vector for each column, to a tolerance of
    /// <see cref="RationalKrylovSpace.Tolerance"/>; the eigendecomposition where they do not converge.</summary>
    Krylov,
}

/// <summary>A cotangent S = dL/dK of a symmetric matrix.</summary>
/// <param name="Rows">Some of its rows, N columns.</param>
/// <param name="Trace">The trace of all of S.</param>
public sealed record SymmetricCotangent(Matrix Rows, double Trace);

/// <summary>F = f(K) Y for a symmetric positive semidefinite K and a few columns Y, with its adjoint in K: for a cotangent G = dL/dF,
/// dL/dK = sym(Q [f[a_i, a_j] o (Q^T G Y^T Q)] Q^T), K = Q diag(a) Q^T, in divided differences (Daleckii and Krein), so that repeated and zero
/// eigenvalues are in order. Eigenvalues that rounding made negative count as 0. The same bits for any number of threads.</summary>
internal abstract class SymmetricFunction
{
    // Measured: see the benchmark 'synthesis'.
    private const int SmallestKrylovSize = 320;

    private protected SymmetricFunction(Matrix matrix, SpectralFunction function, Matrix columns) => (Matrix, Function, Columns) = (matrix, function, columns);

    /// <summary>F = f(K) Y, N x c.</summary>
    public abstract Matrix Values { get; }

    /// <summary>Steps of the longest Krylov space; 0 where the matrix was decomposed.</summary>
    public abstract int Steps { get; }

    private protected Matrix Matrix { get; }

    private protected SpectralFunction Function { get; }

    private protected Matrix Columns { get; }

    /// <summary>Computes f(K) Y.</summary>
    /// <param name="matrix">K, N x N, symmetric positive semidefinite; kept, and not to be changed.</param>
    /// <param name="function">f.</param>
    /// <param name="columns">Y, N x c; kept, and not to be changed.</param>
    /// <param name="route">How.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static SymmetricFunction Of(Matrix matrix, SpectralFunction function, Matrix columns, MatrixRoute route = MatrixRoute.Automatic)
    {
        if (matrix.Rows != matrix.Columns || columns.Rows != matrix.Rows)
            throw new ArgumentException($"A function of a {matrix.Rows} x {matrix.Columns} matrix cannot be applied to {columns.Rows} rows.", nameof(columns));
        if (!matrix.IsFinite() || !columns.IsFinite())
            throw new NumericalException("A function of a matrix needs finite entries, but one is NaN or infinite; look for the cause in the data or the kernel.");
        var krylov = route == MatrixRoute.Krylov || (route == MatrixRoute.Automatic && matrix.Rows >= SmallestKrylovSize);
        return (krylov ? KrylovFunction.TryMake(matrix, function, columns) : null) ?? (SymmetricFunction)new DecomposedFunction(matrix, function, columns);
    }

    /// <summary>The rows firstRow, firstRow + 1, ... of dL/dK, symmetric as a whole, for G = dL/dF.</summary>
    /// <param name="cotangent">G, N x c.</param>
    /// <param name="firstRow">The first row wanted; all by default. Fewer rows cost less.</param>
    /// <exception cref="ArgumentException">G has another shape than F.</exception>
    /// <exception cref="NumericalException">An entry of G is NaN or infinite.</exception>
    public SymmetricCotangent Pullback(Matrix cotangent, int firstRow = 0)
    {
        if ((cotangent.Rows, cotangent.Columns) != (Columns.Rows, Columns.Columns))
            throw new ArgumentException($"The cotangent of a {Columns.Rows} x {Columns.Columns} matrix cannot be {cotangent.Rows} x {cotangent.Columns}.", nameof(cotangent));
        if (!cotangent.IsFinite()) throw new NumericalException("The cotangent of a function of a matrix must be finite, but an entry is NaN or infinite.");
        return Pull(cotangent, firstRow);
    }

    private protected abstract SymmetricCotangent Pull(Matrix cotangent, int firstRow);

    private protected static double[] Column(Matrix matrix, int column)
    {
        var values = new double[matrix.Rows];
        for (var i = 0; i < values.Length; i++) values[i] = matrix[i, column];
        return values;
    }
}
