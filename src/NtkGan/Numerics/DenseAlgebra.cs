using TorchSharp;
using static TorchSharp.torch;

namespace NtkGan.Numerics;

/// <summary>Products and factorisations of large matrices by libtorch, on one thread, so that the bits do not depend on the number of threads.</summary>
internal static class DenseAlgebra
{
    private static readonly Lock OneAtATime = new();

    /// <summary>Runs libtorch code on one thread and disposes of its tensors.</summary>
    public static T OnOneThread<T>(Func<T> body)
    {
        lock (OneAtATime)
        {
            var threads = get_num_threads();
            set_num_threads(1);
            try
            {
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                return body();
            }
            finally
            {
                set_num_threads(threads);
            }
        }
    }

    /// <summary>A copy as a tensor.</summary>
    public static Tensor Tensor(Matrix matrix) => tensor(matrix.Values.ToArray(), matrix.Rows, matrix.Columns, float64);

    /// <summary>A copy of a tensor of two dimensions.</summary>
    public static Matrix FromTensor(Tensor values) =>
        new((int)values.shape[0], (int)values.shape[1], values.contiguous().data<double>().ToArray());

    /// <summary>A B.</summary>
    public static Matrix Product(Matrix a, Matrix b) => OnOneThread(() => FromTensor(Tensor(a).mm(Tensor(b))));

    /// <summary>A B^T.</summary>
    public static Matrix ProductWithTransposed(Matrix a, Matrix b) => OnOneThread(() => FromTensor(Tensor(a).mm(Tensor(b).t())));

    /// <summary>A^T B.</summary>
    public static Matrix TransposedProduct(Matrix a, Matrix b) => OnOneThread(() => FromTensor(Tensor(a).t().mm(Tensor(b))));

    /// <summary>The inverse of a symmetric positive definite matrix by its Cholesky factor, or null if a pivot is not positive.</summary>
    public static Matrix? Inverse(Matrix matrix) => OnOneThread(() =>
    {
        var (factor, info) = linalg.cholesky_ex(Tensor(matrix));
        return info.ToInt32() == 0 ? FromTensor(cholesky_inverse(factor)) : null;
    });
}
