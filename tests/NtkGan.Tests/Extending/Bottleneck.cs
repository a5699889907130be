using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Tests.Extending;

/// <summary>A residual block through few neurons: x + W_2 phi(W_1 x).</summary>
/// <param name="Width">The neurons of the bottleneck.</param>
public sealed record Bottleneck(int Width = 64) : CompositeLayer
{
    /// <inheritdoc/>
    protected override Layer Parts => new Residual(new Series([new Relu(), new Dense(Width), new Relu(), new Dense()]));
}
