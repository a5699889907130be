namespace NtkGan.Architectures.Layers;

/// <summary>Positions and channels become one list of features: q and k are means over positions of q[p, p] and k[p, p]. The identity on points,
/// whose inputs are one list already.</summary>
public sealed record Flatten : Layer
{
    internal override void Propagate(KernelState state) => state.Flatten();

    internal override void Build(NetworkState network) => network.Flatten();

    // Features of several positions have several variances: their mean is that of no Gaussian.
    internal override Signal Check(Signal input) =>
        input.HasPositions ? input.Through(AxisWindows.Whole) with { IsGaussian = false, HasUnitVariance = false, HasPositions = false } : input;
}
