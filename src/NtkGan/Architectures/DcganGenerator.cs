using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>The DCGAN generator of 32 x 32 images: flatten, a 2 x 2 transposed convolution that opens one position into 2 x 2, then four blocks
/// [activation, 4 x 4 transposed convolution of stride 2]. Every layer but the last has a bias. Its outputs are an image, so it has a finite
/// reading and a kernel between positions, but no kernel of one number.</summary>
public sealed record DcganGenerator : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="activation">The activation; ReLU if none is given.</param>
    /// <param name="width">Channels of the first layer, a multiple of 8; the layers after have 1/2, 1/4 and 1/8 of them.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="weightDeviation">Standard deviation W of the weights.</param>
    /// <param name="biasDeviation">Standard deviation b of the biases; 0 means no bias, null no bias even in the standard parameterisation.</param>
    /// <param name="layerNormalization">Normalise over channels before every activation but the last.</param>
    /// <param name="parameterization">Neural tangent or standard.</param>
    /// <exception cref="UsageException">The width is not a multiple of 8.</exception>
    public DcganGenerator(Activation? activation = null, int width = 512, int channels = 1, double weightDeviation = 1, double? biasDeviation = 0,
        bool layerNormalization = false, Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activation, Width, Channels, WeightDeviation, BiasDeviation) = (activation ?? new Relu(), Dcgan.EighthOf(width) * 8, channels, weightDeviation, biasDeviation);
        (LayerNormalization, Parameterization) = (layerNormalization, parameterization);
        var inner = new TransposedConvolution(width, 4, 2, Padding.Same, weightDeviation, biasDeviation, parameterization);
        Layer[] normalization = layerNormalization ? [new LayerNormalization()] : [];
        Layers = Checked(new Series([
            new Flatten(), inner with { Filter = 2, Stride = 1, Padding = Padding.Valid },
            .. normalization, Activation, inner with { Channels = width / 2 },
            .. normalization, Activation, inner with { Channels = width / 4 },
            .. normalization, Activation, inner with { Channels = width / 8 },
            Activation, inner with { Channels = channels, BiasDeviation = null },
        ]));
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>Channels of the first layer.</summary>
    public int Width { get; }

    /// <summary>Channels of the images.</summary>
    public int Channels { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>Whether blocks before the last normalise.</summary>
    public bool LayerNormalization { get; }

    /// <summary>The parameterisation of every layer.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }
}
