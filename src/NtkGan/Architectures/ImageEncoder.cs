using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Images to features, for images of any size: so many times [4 x 4 convolution of stride 2, activation], the channels doubling each time, flatten, dense.
/// The mirror image of <see cref="ImageDecoder"/>.</summary>
public sealed record ImageEncoder : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="activation">The activation; ReLU if none is given.</param>
    /// <param name="width">Channels of the first convolution, at least 1.</param>
    /// <param name="halvings">How often the image is halved, 1 to 12.</param>
    /// <param name="weightDeviation">Standard deviation W of the weights; the root of 2 keeps the size of signals through ReLUs.</param>
    /// <param name="biasDeviation">Standard deviation b of the biases; 0 means no bias, null no bias even in the standard parameterisation.</param>
    /// <param name="parameterization">Neural tangent or standard.</param>
    /// <exception cref="UsageException">A number is out of its range.</exception>
    public ImageEncoder(Activation? activation = null, int width = 16, int halvings = 2, double weightDeviation = 1.4142135623730951, double? biasDeviation = 0.1,
        Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activation, Width, Halvings) = (activation ?? new Relu(), ImageDecoder.Doubled(width, halvings, 0), halvings);
        (WeightDeviation, BiasDeviation, Parameterization) = (weightDeviation, biasDeviation, parameterization);
        Layers = Checked(new Series([
            .. Enumerable.Range(0, halvings).SelectMany(level => new Layer[]
            {
                new Convolution(ImageDecoder.Doubled(width, halvings, level), 4, 2, Padding.Same, weightDeviation, biasDeviation, parameterization), Activation,
            }),
            new Flatten(), new Dense(1, weightDeviation, biasDeviation, parameterization),
        ]));
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>Channels of the first convolution.</summary>
    public int Width { get; }

    /// <summary>How often the image is halved.</summary>
    public int Halvings { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>The parameterisation of every layer.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }
}
