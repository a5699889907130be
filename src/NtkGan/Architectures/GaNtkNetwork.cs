using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>The networks of single-level synthesis (Zhang et al. 2022), by their names there. C f/s is a convolution f x f of stride s with zero
/// padding, D a dense layer; an activation stands after each layer but the last.</summary>
public enum GaNtkDesign
{
    /// <summary>Three D.</summary>
    Fnn,

    /// <summary>Four D.</summary>
    Fnn4,

    /// <summary>Sixteen D.</summary>
    Fnn16,

    /// <summary>Five D, error functions.</summary>
    FnnErf,

    /// <summary>Four C 4/2, flatten, D: faces.</summary>
    Cnn,

    /// <summary>Six C 4/2, flatten, D.</summary>
    CnnBig,

    /// <summary>Two C 4/2, flatten, two D: digits.</summary>
    CnnMnist,

    /// <summary>Three C 4/2, flatten, D: small colour images.</summary>
    CnnCifar10,

    /// <summary>C 7/1, C 3/1, C 3/2, flatten, D.</summary>
    Cnn4,

    /// <summary>The three of cnn4, four times [C 3/1, C 3/1, C 3/2], flatten, D.</summary>
    Cnn16,

    /// <summary>Four C 3/1, flatten, D, error functions.</summary>
    CnnErf,
}

/// <summary>A network of single-level synthesis (GA-NTK, Zhang et al. 2022): every layer has the same variances of weights and biases.</summary>
[Named("ga_ntk")]
public sealed record GaNtkNetwork : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="design">Which of the published networks.</param>
    /// <param name="width">Neurons and channels of a hidden layer; they matter to finite networks only.</param>
    /// <param name="weightVariance">W^2 of every layer.</param>
    /// <param name="biasVariance">b^2 of every layer.</param>
    /// <exception cref="UsageException">The width is below 1, or a variance is negative.</exception>
    public GaNtkNetwork(GaNtkDesign design = GaNtkDesign.CnnMnist, int width = 64, double weightVariance = 1.4615, double biasVariance = .1)
    {
        (Design, Width) = (design, Require.AtLeast(1, width));
        (WeightVariance, BiasVariance) = (Require.Positive(weightVariance), Require.NonNegative(biasVariance));
        Activation activation = design is GaNtkDesign.FnnErf or GaNtkDesign.CnnErf ? new Erf() : new Relu();
        IEnumerable<Layer> layers =
        [
            .. Windows.SelectMany(window => new Layer[] { Convolution(window.Filter, window.Stride), activation }),
            new Flatten(), .. Enumerable.Repeat<Layer[]>([Dense(width), activation], HiddenDense).SelectMany(pair => pair), Dense(1),
        ];
        Layers = Checked(new Series(ValueList.From(layers)));
    }

    /// <summary>Which of the published networks.</summary>
    public GaNtkDesign Design { get; }

    /// <summary>Neurons and channels of a hidden layer.</summary>
    public int Width { get; }

    /// <summary>W^2 of every layer.</summary>
    public double WeightVariance { get; }

    /// <summary>b^2 of every layer.</summary>
    public double BiasVariance { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }

    private int HiddenDense => Design switch
    {
        GaNtkDesign.Fnn => 2,
        GaNtkDesign.Fnn4 => 3,
        GaNtkDesign.Fnn16 => 15,
        GaNtkDesign.FnnErf => 4,
        GaNtkDesign.CnnMnist => 1,
        _ => 0,
    };

    private (int Filter, int Stride)[] Windows => Design switch
    {
        GaNtkDesign.Cnn => [.. Enumerable.Repeat((4, 2), 4)],
        GaNtkDesign.CnnBig => [.. Enumerable.Repeat((4, 2), 6)],
        GaNtkDesign.CnnMnist => [.. Enumerable.Repeat((4, 2), 2)],
        GaNtkDesign.CnnCifar10 => [.. Enumerable.Repeat((4, 2), 3)],
        GaNtkDesign.Cnn4 => [(7, 1), (3, 1), (3, 2)],
        GaNtkDesign.Cnn16 => [(7, 1), (3, 1), (3, 2), .. Enumerable.Repeat<(int, int)[]>([(3, 1), (3, 1), (3, 2)], 4).SelectMany(block => block)],
        GaNtkDesign.CnnErf => [.. Enumerable.Repeat((3, 1), 4)],
        _ => [],
    };

    private Dense Dense(int width) => new(width, Math.Sqrt(WeightVariance), Math.Sqrt(BiasVariance));

    private Convolution Convolution(int filter, int stride) => new(Width, filter, stride, Padding.Same, Math.Sqrt(WeightVariance), Math.Sqrt(BiasVariance));
}
