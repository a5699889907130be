namespace NtkGan.Architectures;

/// <summary>A layer made of other layers, for blocks of your own: derive a record and say its <see cref="Parts"/>. It has their kernels and their finite
/// network. A layer with operations of its own is a <see cref="FeatureLayer{TFormula}"/>.</summary>
public abstract record CompositeLayer : Layer
{
    /// <summary>What the layer is made of, the same at every call; made of the record's parameters.</summary>
    protected abstract Layer Parts { get; }

    internal sealed override bool ReadsPositions => Parts.ReadsPositions;

    internal sealed override Layer Expanded => Parts.Expanded;

    internal sealed override void Propagate(KernelState state) => Parts.Propagate(state);

    internal sealed override void Build(NetworkState network) => Parts.Build(network);

    internal sealed override Layer? WithFeatures(int features) => Parts.WithFeatures(features);

    internal override Layer OfWidth(int width) => Parts.OfWidth(width);

    internal sealed override Signal Check(Signal input) => Parts.Check(input);
}
