using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>The Cholesky factor A = L L^T of a symmetric positive definite matrix, in blocks whose rest is a matrix product. Cost n^3/3; the same
/// bits for any number of threads.</summary>
internal sealed class Cholesky
{
    private const int Block = 48;
    private const int RowsPerBlock = 16;
    private const int SmallPanel = 128;
    private const int UpdateBlock = 192;
    private readonly Matrix _factor;

    private Cholesky(Matrix factor) => _factor = factor;

    /// <summary>The factor, or null if a pivot is not positive; only the lower triangle is read.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static Cholesky? TryFactor(Matrix matrix)
    {
        SquareMatrix.Check("Cholesky factor", matrix);
        var (n, factor) = (matrix.Rows, matrix.Clone());
        for (var start = 0; start < n; start += Block)
        {
            var end = Math.Min(n, start + Block);
            for (var i = start; i < end; i++)
            {
                var row = factor.Row(i);
                SolveRow(factor, row, start, i);
                var pivot = row[i] - DotProduct.Of(row[start..i], row[start..i]);
                if (!(pivot > 0) || !double.IsFinite(pivot)) return null;
                row[i] = Math.Sqrt(pivot);
                row[(i + 1)..].Clear();
            }

            Workers.ForBlocks(n - end, n - end < SmallPanel ? n : RowsPerBlock, (from, to) =>
            {
                for (var i = end + from; i < end + to; i++) SolveRow(factor, factor.Row(i), start, end);
            });
            Update(factor, start, end);
        }

        return new(factor);
    }

    /// <summary>A^-1, symmetric to the bit.</summary>
    public Matrix Inverse()
    {
        var (n, inverse) = (_factor.Rows, InverseOfFactor());
        var result = new Matrix(n, n);
        var (source, target) = (MatrixView.Of(inverse), MatrixView.Of(result));

        // L^-T L^-1: rows of L^-1 above a row of the result have nothing in its column.
        for (var start = 0; start < n; start += UpdateBlock)
        {
            var rows = Math.Min(UpdateBlock, n - start);
            MatrixProduct.Multiply(source.Block(start, start, n - start, rows).Transposed, source.Block(start, 0, n - start, start + rows), target.Block(start, 0, rows, start + rows));
        }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) result[j, i] = result[i, j];
        return result;
    }

    // x <- row L^-T over the columns start..end of L.
    private static void SolveRow(Matrix factor, Span<double> row, int start, int end)
    {
        for (var j = start; j < end; j++) row[j] = (row[j] - DotProduct.Of(factor.Row(j)[start..j], row[start..j])) / factor[j, j];
    }

    // The lower triangle of what is left loses the product of the new columns with themselves.
    private static void Update(Matrix factor, int start, int end)
    {
        var (n, view) = (factor.Rows, MatrixView.Of(factor));
        for (var column = end; column < n; column += UpdateBlock)
        {
            var columns = Math.Min(UpdateBlock, n - column);
            MatrixProduct.Multiply(view.Block(column, start, n - column, end - start), view.Block(column, start, columns, end - start).Transposed,
                view.Block(column, column, n - column, columns), ProductMode.Subtract);
        }
    }

    private Matrix InverseOfFactor()
    {
        var n = _factor.Rows;
        Matrix inverse = new(n, n), products = new(Block, n);
        var (factor, done, product) = (MatrixView.Of(_factor), MatrixView.Of(inverse), MatrixView.Of(products));
        for (var start = 0; start < n; start += Block)
        {
            var rows = Math.Min(Block, n - start);
            for (var i = start; i < start + rows; i++)
            {
                inverse[i, i] = 1;
                for (var k = start; k < i; k++) DotProduct.Add(-_factor[i, k], inverse.Row(k)[start..(k + 1)], inverse.Row(i)[start..(k + 1)]);
                for (var j = start; j <= i; j++) inverse[i, j] /= _factor[i, i];
            }

            if (start == 0) continue;
            MatrixProduct.Multiply(factor.Block(start, 0, rows, start), done.Block(0, 0, start, start), product.Block(0, 0, rows, start));
            MatrixProduct.Multiply(done.Block(start, start, rows, rows), product.Block(0, 0, rows, start), done.Block(start, 0, rows, start), ProductMode.Subtract);
        }

        return inverse;
    }
}
