using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Extending;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Contracts;

/// <summary>The two readings of a network test each other: random finite networks have, on average, the kernels of infinite width, within five
/// standard errors of that average. With one hidden layer the averages are exact at every width. With more they are off by c/width +
/// O(1/width^2): twice the error at width 2h less that at width h is free of c.</summary>
public class WideNetworkContractTests
{
    private const int Width = 512, Draws = 96, Outputs = 24, Narrow = 64, ManyDraws = 192, Channels = 20;

    // With more than that the comparison would not see a wrong factor.
    private const double LargestStandardError = .08;

    private static readonly PointShape Plane = new(2);
    private static readonly Matrix Points = Matrix.Of(new[,] { { 1, -.5 }, { .25, 2 }, { -.7, -.1 } });

    private static readonly Dictionary<string, Activation> Activations = Catalog.Members<Activation>()
        .Select(member => (member.Name, Activation: (Activation)member.Example()))
        .Append(("own function", NumericActivation.Of(Math.Atan, x => 1 / (1 + x * x))))
        .Where(pair => pair.Item2.IsPointwise)
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private static readonly Dictionary<string, Func<int, Architecture>> Deep = new()
    {
        ["mlp"] = width => new Mlp(width: width, biasDeviation: 1),
        ["mlp without bias"] = width => new Mlp(width: width, weightDeviation: 1.5),
        ["smooth mlp"] = width => new Mlp([new Erf()], 2, width, 1.2, .5),
        ["layer normalisation"] = width => new Mlp([new Gelu()], 3, width, biasDeviation: .5, layerNormalization: true),
        ["standard"] = width => new Mlp([new Tanh()], 2, width, biasDeviation: .5, parameterization: Parameterization.Standard),
        ["standard without bias"] = width => new Mlp(hiddenLayers: 2, width: width, biasDeviation: null, parameterization: Parameterization.Standard),
        ["parallel"] = width => new Mlp([new Relu(), new Sine()], 2, width, biasDeviation: 1),
        ["resnet"] = width => new Resnet(blocks: 1, width: width, biasDeviation: 1),
        ["identity shortcut"] = width => new Composed([new Dense(width), new Residual(new Series([new Relu(), new Dense(width)])), new Tanh(), new Dense(1)]),
        ["a layer of one's own"] = width => new Composed([new Dense(width, BiasDeviation: .5), new RootMeanSquareNormalization(.3), new Erf(), new Dense(1)]),
        ["hermite"] = width => OneLayer(new Hermite(2), width),
    };

    private static readonly PointShape Image = new(4, 3, 2);
    private static readonly Matrix Images = new(3, Image.Dimension, RandomMatrices.Normal(3 * Image.Dimension, 1));

    private static readonly Dictionary<string, Func<int, Architecture>> OnImages = new()
    {
        ["convolutions"] = width => new Composed([new Convolution(width, BiasDeviation: .5), new Relu(), new Convolution(width, 2, 2, Padding.Valid, 1.2), new Erf(), new Flatten(), new Dense(1)]),
        ["circular, standard"] = width => new Composed([new Convolution(width, 2, 2, Padding.Circular, 1, .5, Parameterization.Standard), new Relu(), new Flatten(), new Dense(1, Parameterization: Parameterization.Standard)]),
        ["transposed"] = width => new Composed([new TransposedConvolution(width, BiasDeviation: .5), new Relu(), new Convolution(width, Stride: 3), new Relu(), new Flatten(), new Dense(1)]),
        ["global pooling"] = width => new Composed([new Convolution(width, BiasDeviation: .5), new Relu(), new GlobalAveragePooling(), new Dense(width, BiasDeviation: .5), new Erf(), new Dense(1)]),
        ["average pooling"] = width => new Composed([new Convolution(width, BiasDeviation: .5), new Relu(), new AveragePooling(2, 1), new Convolution(width, 2), new Relu(), new Flatten(), new Dense(1)]),
        ["a layer of one's own"] = width => new Composed([new Convolution(width, BiasDeviation: .5), new RootMeanSquareNormalization(.3), new Erf(), new Flatten(), new Dense(1)]),
        ["residual"] = width => new Composed([new Convolution(width, BiasDeviation: .5), new Residual(new Series([new Relu(), new Convolution(width)])), new Relu(), new GlobalAveragePooling(), new Dense(1)]),
    };

    public static TheoryData<string> OnImagesNames => [.. OnImages.Keys];

    public static TheoryData<string> ActivationNames => [.. Activations.Keys];

    public static TheoryData<string> DeepNames => [.. Deep.Keys];

    [Theory, MemberData(nameof(ActivationNames))]
    public void One_hidden_layer_has_its_kernels_on_average(string name)
    {
        var activation = Activations[name];

        // A normalisation is exact in the limit alone: such networks are among the deep ones.
        if (activation.NeedsUnitVariance) Assert.Contains(name, DeepNames.Select(row => row.Data));
        else
        {
            var networks = new RandomNetworks(OneLayer(activation, Width), Plane, Points);
            IsZero(RandomNetworks.Sample(Draws, networks.Tangent));
            IsZero(RandomNetworks.Sample(Draws, seed => networks.Covariance(seed, Outputs)));
        }
    }

    [Theory, MemberData(nameof(DeepNames))]
    public void Deep_networks_approach_their_kernels(string name)
    {
        RandomNetworks narrow = new(Deep[name](Narrow), Plane, Points), wide = new(Deep[name](2 * Narrow), Plane, Points);
        IsZero(RandomNetworks.Sample(ManyDraws, seed => Extrapolated(wide.Tangent(seed), narrow.Tangent(seed))));
        IsZero(RandomNetworks.Sample(ManyDraws, seed => Extrapolated(wide.Covariance(seed, Outputs), narrow.Covariance(seed, Outputs))));
    }

    [Theory, MemberData(nameof(OnImagesNames))]
    public void Networks_on_images_approach_their_kernels(string name)
    {
        RandomNetworks narrow = new(OnImages[name](Channels), Image, Images), wide = new(OnImages[name](2 * Channels), Image, Images);
        IsZero(RandomNetworks.Sample(ManyDraws, seed => Extrapolated(wide.Tangent(seed), narrow.Tangent(seed))));
        IsZero(RandomNetworks.Sample(ManyDraws, seed => Extrapolated(wide.Covariance(seed, Outputs), narrow.Covariance(seed, Outputs))));
    }

    [Fact]
    public void Another_network_is_told_apart()
    {
        // By a slope on the left side, by a missing bias, by a factor of 1.1 in the weights.
        foreach (var wrong in new Architecture[] { OneLayer(new LeakyRelu(.4), Width), new Composed([new Dense(Width, .8), new Relu(), new Dense(1, 1.3)]), new Composed([new Dense(Width, .88, .5), new Relu(), new Dense(1, 1.3)]) })
        {
            var networks = new RandomNetworks(wrong, Plane, Points, OneLayer(new Relu(), Width));
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => IsZero(RandomNetworks.Sample(Draws, networks.Tangent)));
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => IsZero(RandomNetworks.Sample(Draws, seed => networks.Covariance(seed, Outputs))));
        }
    }

    [Fact]
    public void Activations_without_a_function_have_no_finite_network()
    {
        var kernelOnly = Catalog.Members<Activation>().Select(member => (Activation)member.Example()).Where(activation => !activation.IsPointwise).ToList();
        Assert.NotEmpty(kernelOnly);
        foreach (var activation in kernelOnly) Assert.Throws<UsageException>(() => Network.Of(OneLayer(activation, 4), Plane, 1));
    }

    private static Architecture OneLayer(Activation activation, int width)
    {
        // Small weights, for the exponential and the powers.
        Layer[] before = activation.NeedsUnitVariance ? [new LayerNormalization()] : [];
        return new Composed([new Dense(width, .8, .5), .. before, activation, new Dense(1, 1.3)]);
    }

    private static double[] Extrapolated(double[] wide, double[] narrow) => [.. wide.Zip(narrow, (twice, once) => 2 * twice - once)];

    private static void IsZero((double[] Mean, double[] StandardError) sample)
    {
        for (var entry = 0; entry < sample.Mean.Length; entry++)
        {
            Assert.InRange(sample.StandardError[entry], 0, LargestStandardError);

            // A quantity that does not vary, the variance behind sign for one, is right to rounding.
            Close.Sampled(0, sample.Mean[entry], Math.Max(sample.StandardError[entry], Math.ScaleB(1, -50)));
        }
    }
}
