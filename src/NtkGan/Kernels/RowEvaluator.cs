namespace NtkGan.Kernels;

/// <summary>Evaluates a kernel between one point of a first set and a block of points of a second set; one object a thread, for it owns
/// the scratch. All that a kernel can do (Gram matrices, pullbacks, expansions) is made of these two operations.</summary>
internal abstract class RowEvaluator
{
    /// <summary>Pairs in a block: small enough that the scratch of every layer stays in the first-level cache.</summary>
    public const int BlockSize = 128;

    /// <summary>k(x_i, y_j) for the block of j = start, start + 1, ...</summary>
    public abstract void Values(int i, int start, Span<double> values);

    /// <summary>The same values, and gradient += sum_j w_j (d/dx) k(x_i, y_j).</summary>
    public abstract void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient);
}

/// <summary>An evaluator of a network, which carries both of its kernels along.</summary>
internal interface IBothKernels
{
    /// <summary>The NNGP kernel and the tangent kernel for the block of j = start, start + 1, ...; of an evaluator of the tangent kernel.</summary>
    void Both(int i, int start, Span<double> covariances, Span<double> tangents);
}
