using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;
using NtkGan.Torch;
using TorchSharp;
using Padding = NtkGan.Architectures.Layers.Padding;

namespace NtkGan.Tests.Networks;

/// <summary>Torch's convolutions against the tables that say what windows read, for every geometry: values and gradients.</summary>
public class WindowsTests
{
    public static TheoryData<bool, Padding> Kinds
    {
        get
        {
            var data = new TheoryData<bool, Padding>();
            foreach (var padding in Enum.GetValues<Padding>())
            {
                data.Add(false, padding);
                data.Add(true, padding);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_convolution_reads_what_its_table_says(bool isTransposed, Padding padding)
    {
        var tried = 0;
        foreach (var (height, width) in new[] { (1, 1), (2, 3), (5, 4), (6, 7) })
        {
            foreach (var filter in Enumerable.Range(1, 5))
            {
                foreach (var stride in Enumerable.Range(1, 3))
                {
                    if (!isTransposed && padding == Padding.Valid && filter > Math.Min(height, width)) continue;
                    var layer = isTransposed ? (Layer)new TransposedConvolution(3, filter, stride, padding, BiasDeviation: .5) : new Convolution(3, filter, stride, padding, BiasDeviation: .5);
                    using var network = TorchNetwork.Make(new(new Composed([layer, new Relu(), new Flatten(), new Dense(1)]), new PointShape(height, width, 2)), 1);
                    var points = new Matrix(3, 2 * height * width, RandomMatrices.Normal(6 * height * width, 2));
                    using var scope = torch.NewDisposeScope();
                    using var x = torch.tensor(points.Values.ToArray(), 3, points.Columns, torch.float64);
                    network.Forward(x);

                    // With a tape what the windows read is written down.
                    var expected = network.Forward(x, new TangentTape()).data<double>().ToArray();
                    Close.Relative(expected, network.Forward(points).Values, Close.Kernel, 1);
                    tried++;
                }
            }
        }

        Assert.InRange(tried, 15, 60);
    }

    [Fact]
    public void Gradients_through_windows_are_those_of_the_values()
    {
        Architecture[] networks = [new Composed([new Convolution(4, 3, 2, BiasDeviation: 1), new Erf(), new TransposedConvolution(2, 4, 2), new Erf(), new Flatten(), new Dense(1)])];
        foreach (var architecture in networks)
        {
            using var network = TorchNetwork.Make(new(architecture, new PointShape(5, 6)), 1);
            var points = new Matrix(2, 30, RandomMatrices.Normal(60, 2));
            CentralDifferences.Equal(points, at => network.Forward(at).Values.ToArray().Sum(), network.Pullback(points).Pullback);
        }
    }
}
