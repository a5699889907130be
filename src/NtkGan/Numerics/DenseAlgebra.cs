using static TorchSharp.torch;

namespace NtkGan.Numerics;

/// <summary>Products and factorisations of large matrices by torch, the same bits for any number of threads.</summary>
internal static class DenseAlgebra
{
    private const int RowsPerBlock = 128;

    /// <summary>A copy as a tensor.</summary>
    public static Tensor ToTensor(Matrix matrix) => tensor(matrix.Values.ToArray(), matrix.Rows, matrix.Columns, float64);

    /// <summary>A B.</summary>
    public static Matrix Product(Matrix a, Matrix b) => WithTensors(a, b, (left, right) => InBlocks(a.Rows, b.Columns, (start, count) => left.narrow(0, start, count).mm(right)));

    /// <summary>A^T B, from some row on.</summary>
    public static Matrix TransposedProduct(Matrix a, Matrix b, int firstRow = 0) => WithTensors(a, b, (left, right) =>
        InBlocks(a.Columns - firstRow, b.Columns, (start, count) => left.narrow(1, firstRow + start, count).t().mm(right)));

    /// <summary>A^T B A, from some row on.</summary>
    public static Matrix Congruence(Matrix a, Matrix b, int firstRow = 0) => WithTensors(a, b, (outer, inner) =>
        InBlocks(a.Columns - firstRow, a.Columns, (start, count) => outer.narrow(1, firstRow + start, count).t().mm(inner).mm(outer)));

    /// <summary>The inverse of a symmetric positive definite matrix by its Cholesky factor, or null if a pivot is not positive.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static Matrix? Inverse(Matrix matrix) => SingleThreadedTorch.Run("inverse", matrix, values =>
    {
        var (factor, info) = linalg.cholesky_ex(values);
        return info.data<int>()[0] == 0 ? new Matrix(matrix.Rows, matrix.Rows, cholesky_inverse(factor).contiguous().data<double>().ToArray()) : null;
    });

    private static Matrix WithTensors(Matrix a, Matrix b, Func<Tensor, Tensor, Matrix> compute)
    {
        TorchThreads.UseOwn();
        using var scope = NewDisposeScope();
        return compute(ToTensor(a), ToTensor(b));
    }

    // A matrix whose blocks of rows are computed by the workers.
    private static Matrix InBlocks(int rows, int columns, Func<int, int, Tensor> block)
    {
        var result = new Matrix(rows, columns);
        TorchThreads.ForBlocks(rows, RowsPerBlock, (start, end) =>
            block(start, end - start).contiguous().data<double>().ToArray().CopyTo(result.Values[(start * columns)..]));
        return result;
    }
}
