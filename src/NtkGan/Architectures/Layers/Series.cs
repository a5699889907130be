namespace NtkGan.Architectures.Layers;

/// <summary>Layers one after the other.</summary>
/// <param name="Layers">From input to output; an empty list is the identity.</param>
public sealed record Series(ValueList<Layer> Layers) : Layer
{
    /// <summary>A small legal example.</summary>
    public static Series Example => new([new Dense()]);

    internal override bool ReadsPositions => Layers.Any(layer => layer.ReadsPositions);

    internal override Layer Expanded => new Series([.. Layers.Select(layer => layer.Expanded)]);

    internal override void Propagate(KernelState state)
    {
        foreach (var layer in Layers) layer.Propagate(state);
    }

    internal override void Build(NetworkState network)
    {
        foreach (var layer in Layers) layer.Build(network);
    }

    internal override Layer? WithFeatures(int features)
    {
        for (var last = Layers.Count - 1; last >= 0; last--)
            if (Layers[last].WithFeatures(features) is { } resized)
                return new Series([.. Layers.Take(last), resized, .. Layers.Skip(last + 1)]);
        return null;
    }

    internal override Layer OfWidth(int width) => new Series([.. Layers.Select(layer => layer.OfWidth(width))]);

    internal override Signal Check(Signal input) => Layers.Aggregate(input, (signal, layer) => layer.Check(signal));
}
