using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The trained discriminator as a function of any points: D(x) = k(x, P) C with C = Kr^-1 (I - e^(-lambda Kr)) Y. At the rows of P it
/// equals F for r = 0. A realness score: near 1 where real rows dominate, near 0 where synthetic ones do, and near 0 in both columns far from all.</summary>
public sealed class SynthesisDiscriminator
{
    private readonly MeanPool _pool;
    private readonly Expansion _expansion;

    internal SynthesisDiscriminator(MeanPool pool, Expansion expansion) => (_pool, _expansion) = (pool, expansion);

    /// <summary>D_1 as a discriminator with a gradient, where the kernel sees points as they are.</summary>
    /// <exception cref="UsageException">The kernel sees images at a lower resolution.</exception>
    internal KernelDiscriminator RealScore() => _pool.Factor == 1 ? new(_expansion.Take(1))
        : throw new UsageException("A discriminator on pooled images has no gradient at full resolution here.");

    /// <summary>D(x_i): column 0 the fake score D_0, column 1 the real score D_1.</summary>
    /// <param name="points">x, q x d, at the resolution of the data.</param>
    /// <returns>A q x 2 matrix.</returns>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Evaluate(Matrix points) => _expansion.Values(_pool.Apply(points));
}
