namespace NtkGan.Architectures.Layers;

/// <summary>The mean over windows of positions: q'[o, o'] and k'[o, o'] are means over all pairs of a position in the window of o and one in that
/// of o', zeros beyond the edge counted. Kernels then need the covariances of all pairs of positions that a window joins: exact, but costly.</summary>
/// <param name="Window">Rows and columns of the window.</param>
/// <param name="Stride">Positions between windows.</param>
/// <param name="Padding">What surrounds the image.</param>
public sealed record AveragePooling(int Window = 2, int Stride = 2, Padding Padding = Padding.Valid) : Layer
{
    internal override bool ReadsPositions => true;

    internal override void Propagate(KernelState state) => state.Average(Windows);

    internal override void Build(NetworkState network) => network.Average((height, width) => WindowTable.Of(Windows, height, width));

    internal override Signal Check(Signal input)
    {
        if (Window < 1 || Stride < 1) throw new UsageException($"An average pooling needs a window and a stride of at least 1, not {Window} and {Stride}.");
        return input.Through(Windows) with { HasUnitVariance = false };
    }

    private AxisWindows Windows(int size) => AxisWindows.Convolution(size, Window, Stride, Padding);
}
