using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The kernel of a deep ReLU network without biases in the scaling of kernel discriminators: inner products are not divided by the
/// dimension, and every layer keeps |x|^2. NNGP: |x||y| S_L, tangent: |x||y| T_L, S_1 = T_1 = cos(x, y), S_(l+1) = kappa_1(S_l),
/// T_(l+1) = T_l kappa_0(S_l) + S_(l+1) with the arc-cosine functions kappa_0, kappa_1 (Cho and Saul 2009); 0 at the zero vector.</summary>
/// <param name="Depth">Number L of weight layers, 1 to 100,000; 1 is the linear kernel.</param>
/// <param name="Variant">The tangent kernel or the NNGP kernel. The tangent kernel's gradient is singular where x and y are parallel; there,
/// half the gradient of k(x, x) stands for it.</param>
public sealed record ReluNetworkKernel(int Depth = 2, KernelKind Variant = KernelKind.Nngp) : Kernel
{
    /// <summary>Number of weight layers.</summary>
    public int Depth { get; init => field = Checked(value); } = Checked(Depth);

    internal override bool IsRotationInvariant => true;

    internal override bool NeedsSquares(int dimension) => true;

    internal override Remoteness RemotenessOf(Matrix points) => Unscaled.RemotenessOf(points);

    // The network's own kernel starts from |x|^2/d.
    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) => new ScaledKernel(Unscaled, x.Columns).Evaluators(x, y);

    // A ReLU halves |x|^2, so that weights of variance 2 after it keep it.
    private NeuralKernel Unscaled => new(
        new Composed([new Flatten(), new Dense(), .. Enumerable.Repeat<Layer[]>([new Relu(), new Dense(WeightDeviation: Math.Sqrt(2))], Depth - 1).SelectMany(pair => pair)]), Variant);

    private static int Checked(int depth) => Require.Between(1, Architecture.MostLayers, depth, nameof(depth));
}
