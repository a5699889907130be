using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Other processes that compute rows of kernels for this one. Rows do not depend on each other, so who computes them changes no bit.</summary>
internal abstract class KernelHelpers
{
    private static readonly AsyncLocal<KernelHelpers?> Now = new();

    /// <summary>Those that help the present flow of control; null for none.</summary>
    public static KernelHelpers? Present => Now.Value;

    /// <summary>Lets them help all work started in this flow of control, until disposed.</summary>
    public IDisposable Use() => new Scope(this);

    /// <summary>Computes an expansion pair by pair with their help.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">Where, n x d.</param>
    /// <param name="y">Centres, m x d.</param>
    /// <param name="coefficients">c, m values.</param>
    /// <param name="values">Receives f, n values.</param>
    /// <param name="gradients">Receives the gradients, n x d; null for values alone.</param>
    /// <returns>False, with nothing done, where that is not worth sending, or they are busy.</returns>
    public abstract bool TryExpand(Kernel kernel, Matrix x, Matrix y, double[] coefficients, double[] values, Matrix? gradients);

    /// <summary>Computes a Gram matrix with their help.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">n x d.</param>
    /// <param name="y">m x d.</param>
    /// <param name="isBelow">Whether y is x, and only what is on and below the diagonal is wanted.</param>
    /// <param name="result">Receives k(x_i, y_j), n x m.</param>
    /// <returns>False, with nothing done, where that is not worth sending, or they are busy.</returns>
    public abstract bool TryGram(Kernel kernel, Matrix x, Matrix y, bool isBelow, Matrix result);

    /// <summary>Computes a sum over boxes with their help.</summary>
    /// <param name="sum">The sum, as this process has prepared it.</param>
    /// <param name="coefficients">c, m values.</param>
    /// <param name="allowed">What a pair of boxes may err by, in values.</param>
    /// <param name="allowedSlope">The same in gradients.</param>
    /// <param name="withGradients">Whether gradients are asked for.</param>
    /// <returns>Fields at the targets, with what was counted; null, with nothing done, where that is not worth sending, or they are busy.</returns>
    public abstract HierarchicalState? TrySum(HierarchicalSum sum, double[] coefficients, double allowed, double allowedSlope, bool withGradients);

    private sealed class Scope : IDisposable
    {
        private readonly KernelHelpers? _before = Now.Value;

        public Scope(KernelHelpers helpers) => Now.Value = helpers;

        public void Dispose() => Now.Value = _before;
    }
}
