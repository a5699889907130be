using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Contracts;
using NtkGan.Tests.Numerics;
using TorchSharp;
using Padding = NtkGan.Architectures.Layers.Padding;

namespace NtkGan.Tests.Networks;

/// <summary>Windows on images: where they read, and the analytic kernels that networks of them approach.</summary>
public class ImageNetworkTests
{
    private static readonly PointShape Image = new(5, 5);

    // x[r, c] = sin(1 + r + 2c), y[r, c] = cos(r c).
    private static readonly Matrix Points = new(2, 25,
        [.. Enumerable.Range(0, 25).Select(p => Math.Sin(1 + p / 5 + 2 * (p % 5))), .. Enumerable.Range(0, 25).Select(p => Math.Cos(p / 5 * (p % 5)))]);

    [Theory]
    [InlineData(32, 4, 2, Padding.Same, 16)]
    [InlineData(4, 4, 1, Padding.Valid, 1)]
    [InlineData(5, 3, 2, Padding.Same, 3)]
    [InlineData(7, 3, 2, Padding.Valid, 3)]
    [InlineData(5, 2, 3, Padding.Circular, 2)]
    [InlineData(1, 3, 1, Padding.Same, 1)]
    public void Convolutions_have_their_sizes(int size, int filter, int stride, Padding padding, int expected)
    {
        var table = WindowTable.Convolution(size, 2 * size, filter, stride, padding);
        Assert.Equal(expected, table.Height);
        Assert.Equal(table.Height * table.Width * filter * filter, table.Sources.Length);
        Assert.InRange(table.Sources.Max(), 0, 2 * size * size - 1);
        Assert.Equal(padding != Padding.Same || (expected - 1) * stride + filter <= size, table.Sources.Min() >= 0);
    }

    [Fact]
    public void Of_the_missing_positions_the_smaller_half_comes_first()
    {
        Assert.Equal([-1, 0, 1, 1, 2, 3, 3, 4, -1], FirstRows(WindowTable.Convolution(1, 5, 3, 2, Padding.Same), 3));
        Assert.Equal([-1, 0, 1, 2, 0, 1, 2, 3, 1, 2, 3, -1, 2, 3, -1, -1], FirstRows(WindowTable.Convolution(1, 4, 4, 1, Padding.Same), 4));
        Assert.Equal([4, 0, 1, 1, 2, 3, 3, 4, 0], FirstRows(WindowTable.Convolution(1, 5, 3, 2, Padding.Circular), 3));
        Assert.Equal([0, 1, 2, 2, 3, 4], FirstRows(WindowTable.Convolution(3, 6, 3, 2, Padding.Valid), 3));
        Assert.Throws<UsageException>(() => WindowTable.Convolution(3, 2, 3, 1, Padding.Valid));
    }

    [Fact]
    public void Transposed_convolutions_double_the_size_or_open_one_position()
    {
        // Filter 4, stride 2: 0 . 1 . 2 with two zeros on either side.
        Assert.Equal([-1, -1, 0, -1, -1, 0, -1, 1, 0, -1, 1, -1, -1, 1, -1, 2, 1, -1, 2, -1, -1, 2, -1, -1],
            FirstRows(WindowTable.TransposedConvolution(1, 3, 4, 2, Padding.Same), 4)[..24]);
        var opened = WindowTable.TransposedConvolution(1, 1, 2, 1, Padding.Valid);
        Assert.Equal((2, 2), (opened.Height, opened.Width));
        Assert.All(opened.Sources.Chunk(4), window => Assert.Equal(1, window.Count(source => source == 0)));

        // Wrapped around, every output reads as many inputs as any other.
        Assert.All(WindowTable.TransposedConvolution(3, 2, 4, 2, Padding.Circular).Sources.Chunk(16), window => Assert.Equal(4, window.Count(source => source >= 0)));
    }

    [Fact]
    public void A_convolution_is_that_of_torch()
    {
        using var scope = torch.NewDisposeScope();
        var (network, rows) = (Build(new PointShape(6, 5, 2), new Windows(3, 2, Padding.Same), new Dense(4)), new Matrix(3, 60, RandomMatrices.Normal(180, 1)));
        var (values, weights) = (network.Forward(rows), network.Save()["weights_1"]);

        // Ours: features of a window by row, column, channel; torch's: by channel, row, column. Six and five positions miss one (after) and two (either side).
        var images = torch.tensor(rows.Values.ToArray(), 3, 6, 5, 2, torch.float64).permute(0, 3, 1, 2);
        var kernels = torch.tensor(weights.Values.ToArray(), 4, 3, 3, 2, torch.float64).permute(0, 3, 1, 2);
        var expected = torch.nn.functional.conv2d(torch.nn.functional.pad(images, [1, 1, 0, 1]), kernels, strides: [2, 2]).permute(0, 2, 3, 1).contiguous().data<double>().ToArray();
        Assert.Equal(new PointShape(3, 3, 4), network.Output);
        for (var entry = 0; entry < expected.Length; entry++) Close.Rounding(expected[entry] / Math.Sqrt(18), values.Values[entry], 4);
    }

    [Theory]
    [InlineData(false, .18942139011086923, .3501713315828148, .2246503357306173, .5489510071918517)]
    [InlineData(true, .17473396357646898, .3097870240304552, .1721566678622066, .3181977277075144)]
    public void Wide_networks_on_images_have_the_known_kernels(bool pooling, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal)
    {
        // Conv 3x3, relu, conv 3x3 of stride 2, relu, flatten or global mean, dense; twice the error at 2h less that at h, as in the contract.
        const int channels = 24, draws = 160;
        Network Of(int width, ulong seed, int outputs) => Build(Image, seed, new Windows(3, 1, Padding.Same), new Dense(width, 1, .5), new Relu(),
            new Windows(3, 2, Padding.Same), new Dense(width, 1, .5), new Relu(), pooling ? new Mean() : new Flatten(), new Dense(outputs));
        double[] Sampled(int width, ulong seed)
        {
            using Network tangent = Of(width, seed, 1), covariance = Of(width, seed, 64);
            var (gram, values) = (new EmpiricalTangentKernel(tangent).Gram(Points), covariance.Forward(Points));
            return [gram[0, 1], gram[0, 0], DotProduct.Of(values.Row(0), values.Row(1)) / 64, DotProduct.Of(values.Row(0), values.Row(0)) / 64];
        }

        var (mean, error) = RandomNetworks.Sample(draws, seed => [.. Sampled(2 * channels, seed).Zip(Sampled(channels, seed), (twice, once) => 2 * twice - once)]);
        double[] expected = [ntk, ntkDiagonal, nngp, nngpDiagonal];
        for (var entry = 0; entry < 4; entry++)
        {
            Assert.InRange(error[entry], 0, .08 * expected[entry]);
            Close.Sampled(expected[entry], mean[entry], error[entry]);
        }
    }

    [Fact]
    public void Kernels_gradients_and_products_of_images_agree()
    {
        using var network = Build(Image, 3, new Windows(3, 1, Padding.Circular), new Dense(5, 1, .5), new LayerNormalization(), new Gelu(),
            new Opening(2, 2), new Dense(4, 1, .5), new Erf(), new Windows(3, 2, Padding.Valid, IsMean: true), new Flatten(), new Dense(2));
        var (gram, vector) = (new EmpiricalTangentKernel(network).Gram(Points), RandomMatrices.Normal(2, 5));
        Close.Relative([.. Enumerable.Range(0, 2).Select(i => DotProduct.Of(gram.Row(i), vector))], new EmpiricalTangentKernel(network).Multiply(Points, vector), Close.Kernel, 1);
        var (_, pullback) = network.Pullback(Points);
        foreach (var entry in new[] { 0, 7, 24, 38 })
        {
            const double step = 1e-5;
            double Total(double change)
            {
                var moved = Points.Clone();
                moved.Values[entry] += change;
                return network.Forward(moved).Values.ToArray().Sum();
            }

            Close.Relative((Total(step) - Total(-step)) / (2 * step), pullback.Values[entry], Close.Difference, 1);
        }
    }

    // Of the rows of each window, the first that lies on the image.
    private static int[] FirstRows(WindowTable table, int filter) =>
        [.. table.Sources.Chunk(filter * filter).SelectMany(window => window.Chunk(filter).First(row => row.Any(source => source >= 0)))];

    private static Network Build(PointShape shape, params Layer[] layers) => Build(shape, 1, layers);

    private static Network Build(PointShape shape, ulong seed, params Layer[] layers) => Network.Of(new Plain(new Series(ValueList.From(layers))), shape, seed);

    /// <summary>Layers without a check of their composition.</summary>
    private sealed record Plain(Layer Layers) : Architecture
    {
        public override Layer Layers { get; } = Layers;
    }

    /// <summary>The operations on positions alone, of which convolutions and poolings are made.</summary>
    private abstract record Positions : Layer
    {
        internal override void Propagate(KernelState state) => throw new NotSupportedException();

        internal override Signal Check(Signal input) => input;
    }

    private sealed record Windows(int Filter, int Stride, Padding Padding, bool IsMean = false) : Positions
    {
        internal override void Build(NetworkState network)
        {
            if (IsMean) network.Average((height, width) => WindowTable.Convolution(height, width, Filter, Stride, Padding));
            else network.Gather((height, width) => WindowTable.Convolution(height, width, Filter, Stride, Padding));
        }
    }

    private sealed record Opening(int Filter, int Stride) : Positions
    {
        internal override void Build(NetworkState network) =>
            network.Gather((height, width) => WindowTable.TransposedConvolution(height, width, Filter, Stride, Padding.Same));
    }

    private sealed record Mean : Positions
    {
        internal override void Build(NetworkState network) => network.Average(WindowTable.Whole);
    }
}
