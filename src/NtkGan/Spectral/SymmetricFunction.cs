using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>How a function of a symmetric matrix is computed.</summary>
public enum MatrixRoute
{
    /// <summary>Krylov spaces for large matrices where they converge, else the eigendecomposition.</summary>
    Automatic,

    /// <summary>The eigendecomposition: exact to rounding, about 10 n^3 operations.</summary>
    Decomposition,

    /// <summary>Krylov spaces, to 1e-13, in a synthesis to 1e-10: some products with a vector for each column, after one Cholesky factorisation where times are long; the eigendecomposition
    /// where they do not converge.</summary>
    Krylov,
}

/// <summary>A cotangent S = dL/dK of a symmetric matrix.</summary>
/// <param name="Rows">Some of its rows, N columns.</param>
/// <param name="Trace">The trace of all of S.</param>
public sealed record SymmetricCotangent(Matrix Rows, double Trace);

/// <summary>F = f(A) Y for a symmetric A and a few columns Y, with its adjoint in A: for a cotangent G = dL/dF,
/// dL/dA = sym(Q [f[a_i, a_j] o (Q^T G Y^T Q)] Q^T), A = Q diag(a) Q^T, in divided differences (Daleckii and Krein), so that repeated and zero
/// eigenvalues are in order. Made by <see cref="SpectralMatrix.Apply"/>. The same bits for any number of threads.</summary>
internal abstract class SymmetricFunction
{
    private protected SymmetricFunction(SpectralMatrix matrix, SpectralFunction function, Matrix columns)
    {
        (Matrix, Function, Columns) = (matrix, function, columns);
        Values = new Matrix(columns.Rows, columns.Columns);
    }

    /// <summary>F = f(A) Y, N x c.</summary>
    public Matrix Values { get; }

    /// <summary>Steps of the longest Krylov space; 0 where the matrix was decomposed.</summary>
    public abstract int Steps { get; }

    /// <summary>Estimated error, relative to the length of the result.</summary>
    public abstract double ErrorEstimate { get; }

    private protected SpectralMatrix Matrix { get; }

    private protected SpectralFunction Function { get; }

    private protected Matrix Columns { get; }

    /// <summary>The rows firstRow, firstRow + 1, ... of dL/dA, symmetric as a whole, for G = dL/dF.</summary>
    /// <param name="cotangent">G, N x c.</param>
    /// <param name="firstRow">The first row wanted; all by default. Fewer rows cost less.</param>
    /// <exception cref="ArgumentException">G has another shape than F.</exception>
    /// <exception cref="NotSupportedException">f is not made of exponentials.</exception>
    /// <exception cref="NumericalException">An entry of G is NaN or infinite.</exception>
    public SymmetricCotangent Pullback(Matrix cotangent, int firstRow = 0)
    {
        if ((cotangent.Rows, cotangent.Columns) != (Columns.Rows, Columns.Columns))
            throw new ArgumentException($"The cotangent of a {Columns.Rows} x {Columns.Columns} matrix cannot be {cotangent.Rows} x {cotangent.Columns}.", nameof(cotangent));
        if (!cotangent.IsFinite()) throw new NumericalException("The cotangent of a function of a matrix must be finite, but an entry is NaN or infinite.");
        return Pull(Function as ExponentialFunction ?? throw new NotSupportedException($"{Function.GetType().Name} has no divided differences."), cotangent, firstRow);
    }

    private protected abstract SymmetricCotangent Pull(ExponentialFunction function, Matrix cotangent, int firstRow);

    private protected static double[] Column(Matrix matrix, int column)
    {
        var values = new double[matrix.Rows];
        for (var i = 0; i < values.Length; i++) values[i] = matrix[i, column];
        return values;
    }

    private protected void SetColumn(int column, double[] values)
    {
        for (var i = 0; i < values.Length; i++) Values[i, column] = values[i];
    }
}
