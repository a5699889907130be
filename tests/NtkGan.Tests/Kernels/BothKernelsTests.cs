using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Kernels;

/// <summary>One propagation gives both kernels of a network.</summary>
public class BothKernelsTests
{
    private static readonly Dictionary<string, (Architecture Architecture, PointShape? Shape)> Networks = new()
    {
        ["relu"] = (new Mlp(biasDeviation: .3), null),
        ["numeric"] = (new Mlp([new Tanh()], hiddenLayers: 2), null),
        ["parallel, normalised"] = (new Mlp([new Erf(), new Relu()], layerNormalization: true, parameterization: Parameterization.Standard), null),
        ["images"] = (new Composed([new Convolution(Stride: 2, BiasDeviation: 1), new Relu(), new Convolution(), new Tanh(), new Flatten(), new Dense(1)]), new PointShape(8, 8)),
        ["pooled"] = (new Composed([new Convolution(), new Relu(), new GlobalAveragePooling(), new Dense(1)]), new PointShape(8, 8)),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Both_are_the_two_passes_to_the_bit(string name)
    {
        var (architecture, shape) = Networks[name];
        var (ntk, nngp) = (new NeuralKernel(architecture, KernelKind.Ntk, shape), new NeuralKernel(architecture, KernelKind.Nngp, shape));
        var (rows, dimension) = shape is { } image ? (7, image.Dimension) : (131, 3);
        Matrix x = KernelContractTests.RandomPoints(rows, 71, dimension: dimension), y = KernelContractTests.RandomPoints(rows + 2, 72, dimension: dimension);
        foreach (var kernel in new[] { ntk, nngp })
        {
            var (covariance, tangent) = kernel.Both(x, y);
            Assert.Equal(nngp.Gram(x, y).Values, covariance.Values);
            Assert.Equal(ntk.Gram(x, y).Values, tangent.Values);
            (covariance, tangent) = kernel.Both(x);
            Assert.Equal(nngp.Gram(x).Values, covariance.Values);
            Assert.Equal(ntk.Gram(x).Values, tangent.Values);
        }
    }

    [Fact]
    public void Points_that_do_not_fit_are_refused() => Assert.Throws<InvalidDataFormatException>(() => new NeuralKernel().Both(new Matrix(2, 3), new Matrix(2, 4)));
}
