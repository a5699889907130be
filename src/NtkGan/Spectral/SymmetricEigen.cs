using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>The eigendecomposition A = sum_k lambda_k q_k q_k^T of a symmetric matrix.</summary>
/// <param name="Values">Eigenvalues, ascending.</param>
/// <param name="Vectors">Eigenvectors: row k is q_k, of length 1.</param>
internal sealed record SymmetricEigen(double[] Values, Matrix Vectors)
{
    /// <summary>Decomposes a symmetric matrix; only its lower triangle is read. Householder reflections make it tridiagonal, implicit QL sweeps
    /// diagonal (Golub and Van Loan, Matrix Computations, 8.3): errors are of the order of n 2^-53 times the largest eigenvalue. Cost O(n^3).</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the iteration does not converge.</exception>
    public static SymmetricEigen Of(Matrix matrix) => Of(Reduced(matrix, out var scale), scale);

    /// <summary>The eigenvalues alone, ascending: a third of the cost.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the iteration does not converge.</exception>
    public static double[] ValuesOf(Matrix matrix) => [.. Reduced(matrix, out var scale).Eigen(hasVectors: false).Values.Select(value => scale * value)];

    /// <summary>Decomposes a tridiagonal matrix, whose entries and their squares are finite.</summary>
    internal static SymmetricEigen Of(Tridiagonal matrix, double scale = 1)
    {
        var (values, vectors) = matrix.Eigen(hasVectors: true);
        if (scale != 1) values = [.. values.Select(value => scale * value)];
        return new(values, vectors!);
    }

    /// <summary>g(A) y = sum_k g(lambda_k) q_k (q_k . y). Zero eigenvalues, repeated ones and g of any growth are in order.</summary>
    /// <param name="function">g; the caller clips eigenvalues that rounding made negative.</param>
    /// <param name="vector">y, n values.</param>
    public double[] Apply(Func<double, double> function, ReadOnlySpan<double> vector)
    {
        var result = new double[Values.Length];
        for (var k = 0; k < Values.Length; k++)
            DotProduct.Add(function(Values[k]) * DotProduct.Of(Vectors.Row(k), vector), Vectors.Row(k), result);
        return result;
    }

    // The power of 2 that is taken out keeps squares of entries in range and changes no digit.
    private static Tridiagonal Reduced(Matrix matrix, out double scale)
    {
        SquareMatrix.Check("eigendecomposition", matrix);
        scale = SquareMatrix.Scale(matrix);
        return Tridiagonal.Of(SquareMatrix.Divided(matrix, scale));
    }
}
