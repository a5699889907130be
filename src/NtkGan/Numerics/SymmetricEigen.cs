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
        if (matrix.Columns != n) throw new ArgumentException($"A {n} x {matrix.Columns} matrix has no eigendecomposition.", nameof(matrix));
        if (!matrix.IsFinite()) throw new NumericalException("A matrix with an entry that is NaN or infinite has no eigendecomposition; look for the cause in the data or the kernel.");
        if (n == 0) return new([], new Matrix(0, 0));
        return DenseAlgebra.OnOneThread(() =>
        {
            try
            {
                var (values, vectors) = torch.linalg.eigh(DenseAlgebra.Tensor(matrix));
                return new SymmetricEigen(values.data<double>().ToArray(), DenseAlgebra.FromTensor(vectors.t()));
            }
            catch (System.Runtime.InteropServices.ExternalException error)
            {
                throw new NumericalException($"The eigendecomposition of a {n} x {n} matrix did not converge: {error.Message}");
            }
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
