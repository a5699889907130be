namespace NtkGan.Architectures.Layers;

/// <summary>The mean over all positions: q' and k' are means over all pairs of a position in the one image and one in the other.</summary>
public sealed record GlobalAveragePooling : Layer
{
    internal override bool ReadsPositions => true;

    internal override void Propagate(KernelState state) => state.Average(AxisWindows.Whole);

    internal override void Build(NetworkState network) => network.Average(WindowTable.Whole);

    internal override Signal Check(Signal input) => input.Through(AxisWindows.Whole) with { HasUnitVariance = false, HasPositions = false };
}
