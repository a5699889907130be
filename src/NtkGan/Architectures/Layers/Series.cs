namespace NtkGan.Architectures.Layers;

/// <summary>Layers one after the other.</summary>
/// <param name="Layers">From input to output; an empty list is the identity.</param>
public sealed record Series(ValueList<Layer> Layers) : Layer
{
    /// <summary>A small legal example.</summary>
    public static Series Example => new([new Dense()]);

    internal override void Propagate(KernelState state)
    {
        foreach (var layer in Layers) layer.Propagate(state);
    }

    internal override Signal Check(Signal input) => Layers.Aggregate(input, (signal, layer) => layer.Check(signal));
}
