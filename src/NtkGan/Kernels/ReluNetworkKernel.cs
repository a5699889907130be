using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The kernel of a deep ReLU network without biases in the scaling of kernel discriminators: inner products are not divided by the
/// dimension, and every layer keeps |x|^2. NNGP: |x||y| S_L, tangent: |x||y| T_L, S_1 = T_1 = cos(x, y), S_(l+1) = kappa_1(S_l),
/// T_(l+1) = T_l kappa_0(S_l) + S_(l+1) with the arc-cosine functions kappa_0, kappa_1 (Cho and Saul 2009); 0 at the zero vector.</summary>
/// <param name="Depth">Number L of weight layers, at least 1; 1 is the linear kernel.</param>
/// <param name="Variant">The tangent kernel or the NNGP kernel. The tangent kernel's gradient is singular where x and y are parallel; there,
/// half the gradient of k(x, x) stands for it.</param>
public sealed record ReluNetworkKernel(int Depth = 2, KernelKind Variant = KernelKind.Nngp) : Kernel
{
    private readonly NeuralKernel _unscaled = new(
        Depth == 1 ? new Composed([new Flatten(), new Dense(1)]) : new Mlp(hiddenLayers: Require.AtLeast(1, Depth, nameof(Depth)) - 1), Variant);

    /// <summary>Number of weight layers.</summary>
    public int Depth { get; } = Depth;

    internal override bool IsRotationInvariant => true;

    // A ReLU layer of unit weights halves |x|^2, and the network's own kernel starts from |x|^2/d.
    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) =>
        new ScaledKernel(_unscaled, x.Columns * Math.ScaleB(1, Depth - 1)).Evaluators(x, y);
}
