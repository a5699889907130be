namespace NtkGan.Architectures.Layers;

/// <summary>A residual block: shortcut(x) + block(x).</summary>
/// <param name="Block">The block; it ends in a dense layer.</param>
/// <param name="Shortcut">The shortcut; null is the identity.</param>
public sealed record Residual(Layer Block, Layer? Shortcut = null) : CompositeLayer
{
    /// <summary>A small legal example, after a dense layer.</summary>
    public static Residual Example => new(new Series([new Dense(), new Activations.Relu(), new Dense()]), new Dense());

    /// <inheritdoc/>
    protected override Layer Parts => new ParallelSum([Shortcut ?? new Series([]), Block]);

    internal override Layer OfWidth(int width) => new Residual(Block.OfWidth(width), Shortcut?.OfWidth(width));
}
