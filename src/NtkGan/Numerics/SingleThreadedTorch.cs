using TorchSharp;

namespace NtkGan.Numerics;

/// <summary>Runs dense algebra of torch on the caller's own thread, so that its bits do not depend on the number of threads, and disposes its tensors.</summary>
internal static class SingleThreadedTorch
{
    /// <summary>The result of a computation; tensors made in it are gone afterwards.</summary>
    /// <param name="what">The computation in messages, such as "eigendecomposition".</param>
    /// <param name="matrix">The square matrix it is about.</param>
    /// <param name="compute">Makes the result from the matrix as a tensor.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the computation does not converge.</exception>
    public static T Run<T>(string what, Matrix matrix, Func<torch.Tensor, T> compute)
    {
        var n = matrix.Rows;
        if (matrix.Columns != n) throw new ArgumentException($"A {n} x {matrix.Columns} matrix has no {what}.", nameof(matrix));
        if (!matrix.IsFinite()) throw new NumericalException($"A matrix with an entry that is NaN or infinite has no {what}; look for the cause in the data or the kernel.");
        TorchThreads.UseOwn();
        try
        {
            using var scope = torch.NewDisposeScope();
            return compute(torch.tensor(matrix.Values.ToArray(), n, n, torch.float64));
        }
        catch (System.Runtime.InteropServices.ExternalException error)
        {
            throw new NumericalException($"The {what} of a {n} x {n} matrix did not converge: {error.Message}");
        }
    }
}
