using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Kernels;

/// <summary>Which pairs are computed side by side, four or eight of them, changes no bit.</summary>
public class WideBlocksTests
{
    private const int Dimension = 3;

    private static readonly Dictionary<string, Architecture> Networks = Catalog.Members<Activation>().Select(member => (Activation)member.Example())
        .Where(activation => activation is not NumericActivation && !activation.NeedsUnitVariance)
        .Select(activation => (activation.Name, Network: (Architecture)new Mlp([activation], hiddenLayers: 2, weightDeviation: .7, biasDeviation: .3)))
        .Append(("no bias", new Mlp()))
        .Append(("normalised, standard", new Mlp([new Relu()], biasDeviation: .3, layerNormalization: true, parameterization: Parameterization.Standard)))
        .Append(("residual", new Resnet()))
        .Append(("nonlinear after a sum", new Composed([new Flatten(), new ParallelSum([new Dense(4), new Dense(4, 2)]), new Relu(), new Dense(1)])))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string> Names => [.. Networks.Keys];

    // Five groups: two pairs of them and one alone. The fourth point lies at the origin where asked, the fifth far out of the range in which no pair needs a scale.
    private static Matrix Points(bool areLevel)
    {
        var points = KernelContractTests.RandomPoints(18, 5, dimension: Dimension);
        if (areLevel) return points;
        points.Row(3).Clear();
        foreach (ref var coordinate in points.Row(4)) coordinate *= 1e-120;
        return points;
    }

    [Theory, MemberData(nameof(Names))]
    public void A_pair_alone_has_the_bits_it_has_among_others(string name)
    {
        foreach (var kind in Enum.GetValues<KernelKind>())
        {
            foreach (var areLevel in new[] { true, false })
            {
                var (kernel, y) = (new NeuralKernel(Networks[name], kind), Points(areLevel));
                var x = y.Take([0, 3, 4, 11]);
                var together = kernel.Gram(x, y);
                for (var i = 0; i < x.Rows; i++)
                    for (var j = 0; j < y.Rows; j++) Assert.Equal(kernel.Of(x.Row(i), y.Row(j)), together[i, j]);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_gradient_alone_has_the_bits_it_has_among_others(string name)
    {
        foreach (var areLevel in new[] { true, false })
        {
            var (kernel, y) = (new NeuralKernel(Networks[name]), Points(areLevel));
            foreach (var i in new[] { 0, 3, 4, 11 })
            {
                for (var j = 0; j < y.Rows; j++)
                {
                    var (x, one) = (y.Take([i]), new Matrix(1, y.Rows));
                    one[0, j] = 1;
                    Assert.Equal(kernel.Pullback(x, y.Take([j]), Matrix.Of(new[,] { { 1.0 } })).Values, kernel.Pullback(x, y, one).Values);
                }
            }
        }
    }
}
