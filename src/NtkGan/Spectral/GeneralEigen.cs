using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using NtkGan.Numerics;
using Dense = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix;

namespace NtkGan.Spectral;

/// <summary>Eigenvalues of real matrices that need not be symmetric.</summary>
internal static class GeneralEigen
{
    /// <summary>All eigenvalues of a square matrix, largest modulus first; among equal moduli the larger real part, then the larger imaginary part.
    /// Complex ones come in conjugate pairs. A simple eigenvalue is right to about 2^-52 |A| times its condition, one of a Jordan block
    /// of size m to the m-th root of that. Cost O(n^3), on one thread.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the iteration does not converge.</exception>
    public static Complex[] Values(Matrix matrix)
    {
        SquareMatrix.Check("eigenvalue", matrix);
        if (matrix.Rows == 0) return [];
        var scale = SquareMatrix.Scale(matrix);
        try
        {
            return Sorted([.. Dense.OfColumnMajor(matrix.Rows, matrix.Columns, SquareMatrix.Divided(matrix, scale).Transpose().Values.ToArray()).Evd(Symmetricity.Asymmetric).EigenValues
                .Select(value => scale * value)]);
        }
        catch (NonConvergenceException)
        {
            throw new NumericalException($"The eigenvalues of a {matrix.Rows} x {matrix.Rows} matrix did not converge.");
        }
    }

    /// <summary>The two roots of z^2 - trace z + determinant, the eigenvalues of a 2 x 2 matrix, in the same order. The larger root comes from the
    /// formula without cancellation, the smaller one from the product of both.</summary>
    /// <param name="trace">The sum of the roots, finite.</param>
    /// <param name="determinant">The product of the roots, finite.</param>
    public static Complex[] Values(double trace, double determinant)
    {
        var half = 0.5 * trace;
        var discriminant = Real.DifferenceOfProducts(half, half, determinant, 1.0).Value;
        if (discriminant < 0) return [new(half, Math.Sqrt(-discriminant)), new(half, -Math.Sqrt(-discriminant))];
        var large = half + Math.CopySign(Math.Sqrt(discriminant), half);
        return Sorted([large, large == 0 ? 0 : determinant / large]);
    }

    private static Complex[] Sorted(Complex[] values) =>
        [.. values.OrderByDescending(Complex.Abs).ThenByDescending(z => z.Real).ThenByDescending(z => z.Imaginary)];
}
