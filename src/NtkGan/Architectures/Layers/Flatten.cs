namespace NtkGan.Architectures.Layers;

/// <summary>Positions and channels become one list of features: the mean of q and k over positions. The identity on points, whose inputs
/// are one list already.</summary>
public sealed record Flatten : Layer
{
    internal override void Propagate(KernelState state)
    {
    }

    internal override void Build(NetworkState network) => network.Flatten();

    internal override Signal Check(Signal input) => input;
}
