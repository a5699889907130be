namespace NtkGan.Architectures.Layers;

/// <summary>A residual block: shortcut(x) + block(x).</summary>
/// <param name="Block">The block; it ends in a dense layer.</param>
/// <param name="Shortcut">The shortcut; null is the identity.</param>
public sealed record Residual(Layer Block, Layer? Shortcut = null) : Layer
{
    /// <summary>A small legal example, after a dense layer.</summary>
    public static Residual Example => new(new Series([new Dense(), new Activations.Relu(), new Dense()]), new Dense());

    private ParallelSum Sum => new([Shortcut ?? new Series([]), Block]);

    internal override bool ReadsPositions => Sum.ReadsPositions;

    internal override void Propagate(KernelState state) => Sum.Propagate(state);

    internal override void Build(NetworkState network) => Sum.Build(network);

    internal override Layer? WithFeatures(int features) => Sum.WithFeatures(features);

    internal override Layer OfWidth(int width) => new Residual(Block.OfWidth(width), Shortcut?.OfWidth(width));

    internal override Signal Check(Signal input) => Sum.Check(input);
}
