using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Any layers of your own, in series.</summary>
public sealed record Composed : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="layers">The layers from input to output; an affine layer comes before each activation.</param>
    /// <exception cref="UsageException">The composition is not legal; the message names the layer.</exception>
    public Composed(ValueList<Layer> layers)
    {
        List = layers;
        Layers = Checked(new Series(layers));
    }

    /// <summary>A small legal example.</summary>
    public static Composed Example => new([new Dense(BiasDeviation: 1), new Relu(), new Dense(1)]);

    /// <summary>The layers in series, as given.</summary>
    public ValueList<Layer> List { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }
}
