using TorchSharp;

namespace NtkGan.Numerics;

/// <summary>The eigendecomposition A = sum_k lambda_k q_k q_k^T of a symmetric matrix.</summary>
/// <param name="Values">Eigenvalues, ascending.</param>
/// <param name="Vectors">Eigenvectors: row k is q_k, of length 1.</param>
public sealed record SymmetricEigen(double[] Values, Matrix Vectors)
{
    /// <summary>Decomposes a symmetric matrix; only its lower triangle is read. Cost O(n^3), on one thread, so that the bits do not depend
    /// on the number of threads.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the iteration does not converge.</exception>
    public static SymmetricEigen Of(Matrix matrix)
    {
        var n = matrix.Rows;
        if (matrix is { Rows: 0, Columns: 0 }) return new([], matrix);
        return SingleThreadedTorch.Run("eigendecomposition", matrix, tensor =>
        {
            var (values, vectors) = torch.linalg.eigh(tensor);
            return new SymmetricEigen(values.data<double>().ToArray(), new Matrix(n, n, vectors.t().contiguous().data<double>().ToArray()));
        });
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
}
