namespace NtkGan.Architectures.Layers;

/// <summary>Weights shared by all positions of an image: at every position an affine map of what a square window reads.</summary>
/// <param name="Channels">Output channels, at least 1; they matter at infinite width to the standard parameterisation only.</param>
/// <param name="Filter">Rows and columns of the window.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Padding">What surrounds the image.</param>
/// <param name="WeightDeviation">Standard deviation W of the weights.</param>
/// <param name="BiasDeviation">Standard deviation b of the biases, or null for none.</param>
/// <param name="Parameterization">How weights are scaled.</param>
public abstract record ConvolutionalLayer(int Channels, int Filter, int Stride, Padding Padding, double WeightDeviation, double? BiasDeviation,
    Parameterization Parameterization) : Layer
{
    /// <summary>Which positions are read along one axis of the given size.</summary>
    private protected abstract AxisWindows Windows(int size);

    internal sealed override bool ReadsPositions => true;

    internal sealed override void Propagate(KernelState state)
    {
        state.Gather(Windows);
        state.Affine(Channels, WeightDeviation, BiasDeviation, Parameterization);
    }

    internal sealed override void Build(NetworkState network)
    {
        network.Gather((height, width) => WindowTable.Of(Windows, height, width));
        network.Affine(Channels, WeightDeviation, BiasDeviation, Parameterization);
    }

    internal sealed override Layer WithFeatures(int features) => this with { Channels = features };

    internal sealed override Signal Check(Signal input)
    {
        if (Channels < 1 || Filter < 1 || Stride < 1)
            throw new UsageException($"A {Name.Replace('_', ' ')} needs channels, filter and stride of at least 1, not {Channels}, {Filter} and {Stride}.");
        if (!double.IsFinite(WeightDeviation) || !double.IsFinite(BiasDeviation ?? 0))
            throw new UsageException($"The deviations of a {Name.Replace('_', ' ')} must be finite.");
        return input.Through(Windows) with { IsGaussian = true, HasUnitVariance = false, EndsInOwnWeights = true };
    }
}
