namespace NtkGan.Architectures;

/// <summary>A network as a value: layers in series, in parallel and with residual sums. It has two readings, the infinite-width kernel and
/// (for pointwise activations) a finite network.</summary>
[Family("architecture")]
public abstract record Architecture
{
    /// <summary>The most layers of one kind in a row: kernels keep every point's variance at each.</summary>
    internal const int MostLayers = 100_000;

    /// <summary>The layers. Compositions whose kernel would be wrong are refused when the architecture is made.</summary>
    public abstract Layer Layers { get; }

    /// <summary>The same network with another number of neurons or channels in every layer with weights.</summary>
    /// <param name="width">At least 1.</param>
    /// <exception cref="UsageException">The width is below 1.</exception>
    public Architecture OfWidth(int width) => new Composed([Layers.OfWidth(width)]);

    /// <summary>Whether a layer needs to know how coordinates are arranged into an image.</summary>
    internal bool ReadsPositions => Layers.ReadsPositions;

    /// <summary>Refuses a composition that is not legal, with the layer and the mend.</summary>
    /// <exception cref="UsageException">See the message.</exception>
    protected static Layer Checked(Layer layers)
    {
        layers.Check(Signal.Input);
        return layers;
    }
}
