using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Golden numbers of networks at X = (1, -1/2), Y = (1/4, 2), W = 1, no bias in the last layer.</summary>
public class NeuralKernelTests
{
    private static readonly Matrix X = Matrix.Of(new[,] { { 1, -.5 } });
    private static readonly Matrix Y = Matrix.Of(new[,] { { .25, 2 } });

    private static void Golden(Architecture architecture, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal)
    {
        var covariance = new NeuralKernel(architecture, KernelKind.Nngp);
        var tangent = new NeuralKernel(architecture);
        Close.Relative(nngp, covariance.Gram(X, Y)[0, 0], Close.Kernel);
        Close.Relative(ntk, tangent.Gram(X, Y)[0, 0], Close.Kernel);
        Close.Relative(nngpDiagonal, covariance.Diagonal(X)[0], Close.Kernel);
        Close.Relative(ntkDiagonal, tangent.Diagonal(X)[0], Close.Kernel);
    }

    [Theory]
    [InlineData(1, .919967027480951546, 1.94849186163754867, .953125, 2.5625)]
    [InlineData(0, .0773270113495677735, .115659656266192016, .078125, .3125)]
    [InlineData(4, 13.9894457133317175, 33.9367218324072358, 14.078125, 36.3125)]
    public void Relu(double bias, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal) =>
        Golden(new Mlp(biasDeviation: bias), nngp, ntk, nngpDiagonal, ntkDiagonal);

    [Fact]
    public void Relu_with_wider_weights() => Golden(new Mlp([new AbRelu(0, 1)], weightDeviation: 1.5, biasDeviation: 1),
        5.473466320083944, 10.537278196606664, 5.81671142578125, 19.751220703125);

    [Theory]
    [InlineData(3, 5.837949905516686, 17.329601386080725, 6.3525390625, 25.93359375)]
    [InlineData(1, 1.8918594311392778, 3.5917527249934844, 2.265625, 6)]
    public void Residual_network(int blocks, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal) =>
        Golden(new Resnet(blocks: blocks, biasDeviation: 1), nngp, ntk, nngpDiagonal, ntkDiagonal);

    [Fact]
    public void Layer_normalization() => Golden(new Mlp(biasDeviation: 1, layerNormalization: true),
        .4634417812155792, .9520587549292459, .5, 1.241379310343911);

    [Theory]
    [InlineData(128, 1.0, .919967027480951546, 172.44590204588854, .953125, 207.03125)]
    [InlineData(512, 1.0, .919967027480951546, 688.0184674211628, .953125, 825.03125)]
    [InlineData(128, 0.0, .0773270113495677735, 16.039508044182067, .078125, 31.03125)]
    [InlineData(128, null, .0773270113495677735, 15.61764356015227, .078125, 30.15625)]
    public void Standard_parameterization(int width, double? bias, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal) =>
        Golden(new Mlp(width: width, biasDeviation: bias, parameterization: Parameterization.Standard), nngp, ntk, nngpDiagonal, ntkDiagonal);

    [Fact]
    public void Gradient_of_relu() =>
        Close.Relative([.0923011449588180678, .229294372607615269],
            new NeuralKernel(new Mlp(biasDeviation: 1)).Pullback(X, Y, Matrix.Of(new[,] { { 1.0 } })).Values, Close.Gradient);

    [Fact]
    public void Value_at_the_origin() =>
        Close.Relative(2.25, new NeuralKernel(new Mlp(biasDeviation: 1)).Diagonal(new Matrix(1, 2))[0], Close.Kernel);

    [Fact]
    public void Without_bias_the_diagonal_is_a_quadratic_form() =>
        Close.Relative((3 + 1) / 8.0 * 1.25 / 2, new NeuralKernel(new Mlp(biasDeviation: 0)).Diagonal(X)[0], Close.Kernel);

    [Fact]
    public void Slopes_at_the_kink()
    {
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1));
        var one = Matrix.Column(1.0);
        var p = Matrix.Column(.7);
        double Slope(double x) => kernel.Pullback(Matrix.Column(x), p, one)[0, 0];
        Close.Relative(.35, Slope(.7), Close.Gradient);

        // One-sided slopes as limits: the slope is smooth on each side, so at distance h it is off by O(h), plus rounding O(eps/h^2).
        const double h = 1e-5;
        Close.Within(.0366080796806616633, Slope(.7 + h), 10 * h);
        Close.Within(.663391920319338357, Slope(.7 - h), 10 * h);
    }

    [Fact]
    public void Overflow_is_said_not_returned()
    {
        var kernel = new NeuralKernel(new Mlp([new Exponential()], biasDeviation: 1));
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => kernel.Gram(Matrix.Column(100.0))).Message);
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => kernel.Gram(Matrix.Column(100.0), Matrix.Column(90.0))).Message);
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => kernel.Diagonal(Matrix.Column(100.0))).Message);
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => kernel.Expand(Matrix.Column(100.0), Matrix.Column(90.0), [1], new double[1])).Message);
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => kernel.Expand(Matrix.Column(100.0), Matrix.Column(90.0), [1], new double[1], new Matrix(1, 1))).Message);

        // Values that just do not overflow, with gradients that do.
        var steep = new NeuralKernel(new Mlp([new Exponential()], hiddenLayers: 1), KernelKind.Nngp);
        Assert.True(steep.Gram(Matrix.Column(18.82), Matrix.Column(18.82)).IsFinite());
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => steep.Pullback(Matrix.Column(18.82), Matrix.Column(1e-3 + 18.82), Matrix.Column(1e308))).Message);
        Assert.Contains("overflows", Assert.Throws<NumericalException>(() => steep.Pullback(Matrix.Column(18.82), Matrix.Column(1e300))).Message);
    }

    [Fact]
    public void Networks_too_deep_to_hold_are_refused_at_once()
    {
        Assert.Contains("1 to 100000", Assert.Throws<UsageException>(() => new Mlp(hiddenLayers: 1_000_000_000)).Message);
        Assert.Contains("at most 100000", Assert.Throws<UsageException>(() => new Resnet(blocks: 1_000_000_000)).Message);
        Assert.Contains("at most 100000", Assert.Throws<UsageException>(() => new Resnet(blockDepth: 1_000_000_000)).Message);
    }
}
