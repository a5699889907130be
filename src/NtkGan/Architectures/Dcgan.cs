using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>The DCGAN discriminator of 32 x 32 images: a 3 x 3 convolution, three blocks [activation, 4 x 4 convolution of stride 2] that end at
/// 4 x 4 positions, [activation, 4 x 4 convolution without padding] to one output, flatten. The first and the last convolution have no bias.</summary>
public sealed record Dcgan : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="activation">The activation; ReLU if none is given.</param>
    /// <param name="width">Channels of the last hidden layer, a multiple of 8; the layers before have 1/8, 1/4 and 1/2 of them.</param>
    /// <param name="weightDeviation">Standard deviation W of the weights.</param>
    /// <param name="biasDeviation">Standard deviation b of the biases; 0 means no bias, null no bias even in the standard parameterisation.</param>
    /// <param name="layerNormalization">Normalise over channels before every activation but the first.</param>
    /// <param name="parameterization">Neural tangent or standard.</param>
    /// <exception cref="UsageException">The width is not a multiple of 8.</exception>
    public Dcgan(Activation? activation = null, int width = 512, double weightDeviation = 1, double? biasDeviation = 0, bool layerNormalization = false,
        Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activation, Width, WeightDeviation, BiasDeviation) = (activation ?? new Relu(), EighthOf(width) * 8, weightDeviation, biasDeviation);
        (LayerNormalization, Parameterization) = (layerNormalization, parameterization);
        var inner = new Convolution(width, 4, 2, Padding.Same, weightDeviation, biasDeviation, parameterization);
        Layer[] normalization = layerNormalization ? [new LayerNormalization()] : [];
        Layers = Checked(new Series([
            inner with { Channels = width / 8, Filter = 3, Stride = 1, BiasDeviation = null },
            Activation, inner with { Channels = width / 4 },
            .. normalization, Activation, inner with { Channels = width / 2 },
            .. normalization, Activation, inner,
            .. normalization, Activation, inner with { Channels = 1, Stride = 1, Padding = Padding.Valid, BiasDeviation = null },
            new Flatten(),
        ]));
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>Channels of the last hidden layer.</summary>
    public int Width { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>Whether blocks after the first normalise.</summary>
    public bool LayerNormalization { get; }

    /// <summary>The parameterisation of every convolution.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }

    /// <summary>An eighth of a width.</summary>
    internal static int EighthOf(int width) =>
        width > 0 && width % 8 == 0 ? width / 8 : throw new UsageException($"The width of a dcgan must be a multiple of 8, not {width}.");
}
