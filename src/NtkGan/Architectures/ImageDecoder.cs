using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Features to images of side x 2^doublings pixels: flatten, a transposed convolution that opens one position into side x side, then so many times [activation,
/// 4 x 4 transposed convolution of stride 2], the channels halving each time. A generator, and the mirror image of <see cref="ImageEncoder"/>; like other networks
/// that make images it has no kernel of one number.</summary>
public sealed record ImageDecoder : Architecture
{
    private const int MostDoublings = 12, LargestWidth = 1 << 16;

    /// <summary>Makes the network.</summary>
    /// <param name="activation">The activation; ReLU if none is given.</param>
    /// <param name="side">Rows and columns of the first image, at least 1: 7 makes images of 28 x 28 in two doublings.</param>
    /// <param name="width">Channels of the last hidden layer, at least 1; the layers before have 2, 4, ... times as many.</param>
    /// <param name="doublings">How often the image is doubled, 1 to 12.</param>
    /// <param name="channels">Channels of the images, at least 1.</param>
    /// <param name="weightDeviation">Standard deviation W of the weights; the root of 2 keeps the size of signals through ReLUs.</param>
    /// <param name="biasDeviation">Standard deviation b of the biases; 0 means no bias, null no bias even in the standard parameterisation.</param>
    /// <param name="layerNormalization">Normalise over channels before every activation.</param>
    /// <param name="parameterization">Neural tangent or standard.</param>
    /// <exception cref="UsageException">A number is out of its range.</exception>
    public ImageDecoder(Activation? activation = null, int side = 7, int width = 16, int doublings = 2, int channels = 1, double weightDeviation = 1.4142135623730951,
        double? biasDeviation = 0.1, bool layerNormalization = false, Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activation, Side, Width, Doublings, Channels) = (activation ?? new Relu(), Require.AtLeast(1, side), Doubled(width, doublings, 0), doublings, Require.AtLeast(1, channels));
        (WeightDeviation, BiasDeviation, LayerNormalization, Parameterization) = (weightDeviation, biasDeviation, layerNormalization, parameterization);
        Layer[] before = layerNormalization ? [new LayerNormalization(), Activation] : [Activation];
        Layers = Checked(new Series([
            new Flatten(), new TransposedConvolution(Doubled(width, doublings, doublings - 1), side, 1, Padding.Valid, weightDeviation, biasDeviation, parameterization),
            .. Enumerable.Range(0, doublings).SelectMany(done => (Layer[])
            [
                .. before, new TransposedConvolution(done < doublings - 1 ? Doubled(width, doublings, doublings - 2 - done) : channels, 4, 2, Padding.Same, weightDeviation, biasDeviation, parameterization),
            ]),
        ]));
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>Rows and columns of the first image.</summary>
    public int Side { get; }

    /// <summary>Channels of the last hidden layer.</summary>
    public int Width { get; }

    /// <summary>How often the image is doubled.</summary>
    public int Doublings { get; }

    /// <summary>Channels of the images.</summary>
    public int Channels { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>Whether layers normalise before their activation.</summary>
    public bool LayerNormalization { get; }

    /// <summary>The parameterisation of every layer.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }

    /// <summary>width times 2^level.</summary>
    /// <exception cref="UsageException">The width, or the number of levels, is out of its range.</exception>
    internal static int Doubled(int width, int levels, int level)
    {
        Require.Between(1, MostDoublings, levels, "the number of halvings or doublings");
        return Require.Between(1, LargestWidth, width) << level;
    }
}
