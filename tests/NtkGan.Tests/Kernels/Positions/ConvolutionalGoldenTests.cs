using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels.Positions;

/// <summary>Known kernels of networks on images, and what such kernels refuse.</summary>
public class ConvolutionalGoldenTests
{
    // A_ij = (8 i + j)/63 and B = 1 - A, which is A turned by 180 degrees.
    private static readonly Matrix Ramps = new(2, 64, [.. Enumerable.Range(0, 64).Select(p => p / 63.0), .. Enumerable.Range(0, 64).Select(p => 1 - p / 63.0)]);
    private static readonly Matrix Flat = Matrix.Of(new[,] { { .2, .7 }, { .9, .1 } });

    [Theory]
    [InlineData(false, .18942139011086923, .3501713315828148, .2246503357306173, .5489510071918517)]
    [InlineData(true, .17473396357646898, .3097870240304552, .1721566678622066, .3181977277075144)]
    public void Two_convolutions(bool isPooled, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal)
    {
        Layer join = isPooled ? new GlobalAveragePooling() : new Flatten();
        var network = new Composed([new Convolution(BiasDeviation: .5), new Relu(), new Convolution(Stride: 2, BiasDeviation: .5), new Relu(), join, new Dense(1)]);
        var points = new Matrix(2, 25,
            [.. Enumerable.Range(0, 25).Select(p => Math.Sin(1 + p / 5 + 2 * (p % 5))), .. Enumerable.Range(0, 25).Select(p => Math.Cos(p / 5 * (p % 5)))]);
        Has(network, new(5, 5), points, nngp, ntk, nngpDiagonal, ntkDiagonal);
    }

    [Fact]
    public void The_dcgan_discriminator()
    {
        var points = new Matrix(2, 1024,
            [.. Enumerable.Range(0, 1024).Select(p => Math.Sin(.3 * (p / 32) + .2 * (p % 32))), .. Enumerable.Range(0, 1024).Select(p => Math.Cos(.1 * (p / 32) - .25 * (p % 32)))]);
        Has(new Dcgan(biasDeviation: 1), new(32, 32), points, .7922291101260045, 1.877420517860029, .802022207401064, 2.0383092791928203);
    }

    [Theory]
    [InlineData(GaNtkDesign.Fnn, 1.0267941078520312, 1.3662831217003125, .64584824308196201)]
    [InlineData(GaNtkDesign.Fnn4, 1.1669562445004958, 1.4977317069933378, .76113257360816309)]
    [InlineData(GaNtkDesign.Fnn16, 1.3870520519149, 1.4177294954223121, 1.2506205654526534)]
    [InlineData(GaNtkDesign.FnnErf, 3.0099593540475542, 3.1708677607156817, 1.4791785662402842)]
    [InlineData(GaNtkDesign.CnnMnist, .82590912632249529, .82590912632249529, .61373582417787363)]
    [InlineData(GaNtkDesign.CnnCifar10, .39108978158062382, .39108978158062382, .33585846816331673)]
    [InlineData(GaNtkDesign.Cnn, .26458943489660353, .26458943489660353, .2595893597437162)]
    [InlineData(GaNtkDesign.CnnBig, .25683205781298316, .25683205781298316, .25670311965906525)]
    [InlineData(GaNtkDesign.Cnn4, .86594650305171231, .84687175885056515, .61286325389794914)]
    [InlineData(GaNtkDesign.Cnn16, .26609356027907525, .2660935599314746, .26609241849084574)]
    [InlineData(GaNtkDesign.CnnErf, 2.4243167009276904, 2.4243167009276904, 1.8723724737139037)]
    public void Networks_of_single_level_synthesis(GaNtkDesign design, double first, double second, double both)
    {
        var network = new GaNtkNetwork(design);
        var (points, shape) = network.ReadsPositions ? (Ramps, new PointShape(8, 8)) : (Flat, new PointShape(2));
        var gram = new NeuralKernel(network).For(shape).Gram(points);
        Close.Relative([first, both, both, second], gram.Values, Close.Kernel);
    }

    [Fact]
    public void Pooled_images_and_covariances()
    {
        var pooled = new Matrix(2, 16);
        for (var i = 0; i < 2; i++)
            for (var p = 0; p < 64; p++) pooled[i, p / 16 * 4 + p % 8 / 2] += Ramps[i, p] / 4;
        var gram = new NeuralKernel(new GaNtkNetwork(GaNtkDesign.CnnCifar10), Shape: new(4, 4)).Gram(pooled);
        Close.Relative([.26481765767974963, .25859688889012523], [gram[0, 0], gram[0, 1]], Close.Kernel);
        var covariance = new NeuralKernel(new GaNtkNetwork(GaNtkDesign.Fnn), KernelKind.Nngp).Gram(Flat);
        Close.Relative([.43328970261734375, .38165928190281757, .38165928190281757, .5464527072334375], covariance.Values, Close.Kernel);
    }

    [Theory]
    [InlineData(GaNtkDesign.Cnn4, .011705468462666, .014368922185422)]
    [InlineData(GaNtkDesign.CnnCifar10, .003202399701437, .0033416163371448)]
    public void Derivatives_in_a_pixel(GaNtkDesign design, double both, double own)
    {
        var kernel = new NeuralKernel(new GaNtkNetwork(design), Shape: new(8, 8));
        Matrix one = Matrix.Column(1), a = Ramps.Take([0]), b = Ramps.Take([1]);
        Close.Relative(both, kernel.Pullback(a, b, one)[0, 2 * 8 + 5], Close.Gradient);
        Close.Relative(own, kernel.Pullback(a, one)[0, 2 * 8 + 5], Close.Gradient);
        Close.Relative(own / 2, kernel.Pullback(a, a.Clone(), one)[0, 2 * 8 + 5], Close.Gradient);
    }

    [Fact]
    public void Points_without_an_image_are_refused()
    {
        var (kernel, x) = (new NeuralKernel(new GaNtkNetwork()), new Matrix(1, 16));
        Assert.Contains("shape", Assert.Throws<UsageException>(() => kernel.Gram(x)).Message);
        Assert.Contains("shape", Assert.Throws<UsageException>(() => kernel.For(new PointShape(16))).Message);
        Assert.Throws<InvalidDataFormatException>(() => kernel.For(new(3, 3)).Gram(x));
    }

    [Fact]
    public void Illegal_compositions_are_refused_when_they_meet_their_shape()
    {
        var valid = new Composed([new Convolution(Filter: 4, Padding: Padding.Valid), new Relu(), new Flatten(), new Dense(1)]);
        Assert.Contains("does not fit", Assert.Throws<UsageException>(() => new NeuralKernel(valid, Shape: new(3, 8))).Message);
        Assert.Contains("flatten", Assert.Throws<UsageException>(() => new Composed([new Convolution(), new Relu(), new Dense(1)])).Message);
        Assert.Contains("flatten", Assert.Throws<UsageException>(() => new NeuralKernel(new Composed([new Convolution(), new Relu()]), Shape: new(3, 3))).Message);
        Assert.Contains("flatten", Assert.Throws<UsageException>(() => new NeuralKernel(new DcganGenerator(), Shape: new(1, 1, 8))).Message);
        Assert.Throws<UsageException>(() => new Composed([new Convolution(), new Flatten(), new Relu(), new Dense(1)]));
        Assert.Throws<UsageException>(() => new Composed([new Convolution(Stride: 0)]));
        Assert.Throws<UsageException>(() => new Dcgan(width: 20));
        var branches = new Composed([new ParallelSum([new Convolution(), new Convolution(Stride: 2)]), new Flatten()]);
        Assert.Contains("positions", Assert.Throws<UsageException>(() => new NeuralKernel(branches, Shape: new(4, 4))).Message);
        var pooled = new Composed([new AveragePooling(), new Convolution(), new Relu(), new GlobalAveragePooling()]);
        Assert.Contains("pooling", Assert.Throws<UsageException>(() => new NeuralKernel(pooled, Shape: new(256, 256)).Gram(new Matrix(1, 65536))).Message);
    }

    [Fact]
    public void Compositions_pass_the_shape_on()
    {
        var convolutional = new NeuralKernel(new GaNtkNetwork(GaNtkDesign.CnnCifar10));
        var shape = new PointShape(8, 8);
        var expected = convolutional.For(shape).Gram(Ramps)[0, 1];
        Close.Relative(2 * expected, new ScaledKernel(convolutional, 2).For(shape).Gram(Ramps)[0, 1], Close.Kernel);
        Close.Relative(2 * expected, new SumKernel([convolutional, convolutional]).For(shape).Gram(Ramps)[0, 1], Close.Kernel);
        Close.Relative(expected * expected, new ProductKernel([convolutional, convolutional]).For(shape).Gram(Ramps)[0, 1], Close.Kernel);
        Close.Relative(expected, new TransformedKernel(new MetricKernel(convolutional), new NtkGan.Kernels.Transforms.IdentityTransform()).For(shape).Gram(Ramps)[0, 1], Close.Kernel);
    }

    private static void Has(Architecture network, PointShape shape, Matrix points, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal)
    {
        foreach (var (variant, both, own) in new[] { (KernelKind.Nngp, nngp, nngpDiagonal), (KernelKind.Ntk, ntk, ntkDiagonal) })
        {
            var gram = new NeuralKernel(network, variant, shape).Gram(points);
            Close.Relative([own, both, both], [gram[0, 0], gram[0, 1], gram[1, 0]], Close.Kernel);
        }
    }
}
