using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Units decide nothing: where the mathematics is homogeneous, a kernel of x times 2^-k is its kernel of x times a power of two to the last
/// bit, values and gradients alike, however small or large.</summary>
public class HomogeneityTests
{
    private static readonly Matrix X = Matrix.Of(new[,] { { 1, .2 }, { -.3, .8 }, { .5, -1.5 } }), Y = Matrix.Of(new[,] { { .9, .4 }, { -1, -.1 } });
    private static readonly Matrix Weights = Matrix.Of(new[,] { { 1, -.5 }, { .3, 2 }, { -1.2, .7 } });

    /// <summary>Kernels with k(s x, s y) = s^degree k(x, y).</summary>
    private static readonly Dictionary<string, (Kernel Kernel, int Degree)> All = new()
    {
        ["relu"] = (new NeuralKernel(new Mlp()), 2),
        ["relu covariance"] = (new NeuralKernel(new Mlp(), KernelKind.Nngp), 2),
        ["leaky relu"] = (new NeuralKernel(new Mlp([new LeakyRelu()])), 2),
        ["absolute value"] = (new NeuralKernel(new Mlp([new AbsoluteValue()])), 2),
        ["identity"] = (new NeuralKernel(new Mlp([new Identity()])), 2),
        ["two slopes"] = (new NeuralKernel(new Mlp([new AbRelu(-.5, 2)])), 2),
        ["sign"] = (new NeuralKernel(new Mlp([new Sign()], hiddenLayers: 1), KernelKind.Nngp), 0),
        ["step"] = (new NeuralKernel(new Mlp([new RectifiedMonomial(0)], hiddenLayers: 1), KernelKind.Nngp), 0),
        ["rectified square"] = (new NeuralKernel(new Mlp([new RectifiedMonomial()], hiddenLayers: 1)), 4),
        ["exp_normalized"] = (new NeuralKernel(new Mlp([new ExpNormalized()], hiddenLayers: 2)), 2),
        ["monomial"] = (new NeuralKernel(new Mlp([new Monomial()], hiddenLayers: 1)), 4),
        ["residual"] = (new NeuralKernel(new Resnet()), 2),
        ["relu by quadrature"] = (new NeuralKernel(new Mlp([NumericActivation.Of(x => Math.Max(x, 0), x => x > 0 ? 1 : 0, _ => 0, 0)], hiddenLayers: 2)), 2),
        ["kernel discriminator"] = (new ReluNetworkKernel(4, KernelKind.Ntk), 2),
        ["energy"] = (new EnergyKernel(), 1),
        ["convolution"] = (new NeuralKernel(new Composed([new Convolution(8, 2), new Relu(), new Convolution(8, 2), new Relu(), new Flatten(), new Dense(1)]), Shape: new PointShape(1, 2)), 2),
        ["sum"] = (new SumKernel([new NeuralKernel(new Mlp()), new ScaledKernel(new NeuralKernel(new Mlp(), KernelKind.Nngp), 3)]), 2),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Matrix Times(Matrix points, double factor)
    {
        var result = points.Clone();
        foreach (ref var value in result.Values) value *= factor;
        return result;
    }

    [Theory, MemberData(nameof(Names))]
    public void A_homogeneous_kernel_has_no_unit(string name)
    {
        var (kernel, degree) = All[name];
        var (gram, own, pullback) = (kernel.Gram(X, Y), kernel.Gram(X), kernel.Pullback(X, Y, Weights));
        foreach (var power in new[] { -1, -23, -24, -27, -50, -100, -200, -332, 20, 100 })
        {
            var scale = Math.ScaleB(1, power);
            if (degree == 4 && Math.Abs(power) > 200) continue;
            var (x, y) = (Times(X, scale), Times(Y, scale));
            Close.Relative(Times(gram, Math.Pow(scale, degree)), kernel.Gram(x, y), Close.Kernel);
            Close.Relative(Times(own, Math.Pow(scale, degree)), kernel.Gram(x), Close.Kernel);
            Close.Relative(Times(pullback, Math.Pow(scale, degree - 1)), kernel.Pullback(x, y, Weights), Close.Kernel);
        }
    }

    [Fact]
    public void Small_inputs_have_their_gradients()
    {
        // By a recursion in 80 digits.
        var deep = new NeuralKernel(new Mlp(hiddenLayers: 100)).Pullback(X, Y, Weights);
        Close.Relative([4.95409202e-30, 1.82799411e-29], deep.Row(0), Close.TenDigits);
        var small = new NeuralKernel(new Mlp()).Pullback(Times(X, 1e-8), Times(Y, 1e-8), Weights);
        Close.Relative([1.63812913e-09, 1.80058240e-09], small.Row(0), Close.TenDigits);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(300)]
    public void Depth_does_not_hide_the_gradient(int depth)
    {
        // Weights of variance 2 keep the size of the signal: 2^depth times the kernel of unit weights.
        var unit = new NeuralKernel(new Mlp(hiddenLayers: depth));
        var kept = new ReluNetworkKernel(depth + 1, KernelKind.Ntk);
        var scale = Math.ScaleB(1, -depth) / 2;
        Close.Relative(Times(kept.Gram(X, Y), scale), unit.Gram(X, Y), Close.Gradient);
        Close.Relative(Times(kept.Pullback(X, Y, Weights), scale), unit.Pullback(X, Y, Weights), Close.Gradient);
        if (depth < 100) CentralDifferences.Equal(X, points => DotProduct.Of(kept.Gram(points, Y).Values, Weights.Values), kept.Pullback(X, Y, Weights));
    }

    [Theory]
    [InlineData(1e-7)]
    [InlineData(1e-30)]
    [InlineData(1e-100)]
    public void Smooth_networks_of_small_inputs_are_linear(double size)
    {
        // Without biases an odd activation is its slope times x near 0, up to the square of the size.
        foreach (Activation activation in new Activation[] { new Tanh(), new Erf(), new Sine(), new Gabor(), new Elu() })
        {
            var slope = activation.Value(Jet.Variable<Real>(1e-300)).Slope.Value;
            var (small, line) = (new NeuralKernel(new Mlp([activation], hiddenLayers: 1)), new NeuralKernel(new Mlp([new AbRelu(slope, slope)], hiddenLayers: 1)));
            var (x, y) = (Times(X, size), Times(Y, size));
            Close.Relative(line.Gram(x, y), small.Gram(x, y), 10 * size + Close.Kernel);
            Close.Relative(line.Pullback(x, y, Weights), small.Pullback(x, y, Weights), 10 * size + Close.Kernel);
        }
    }

    [Fact]
    public void Near_points_of_a_kinked_kernel_feel_each_other_at_any_distance()
    {
        foreach (var distance in new[] { 1e-3, 1e-15, 1e-17, 1e-100, 1e-150 })
        {
            var (x, y) = (Matrix.Of(new[,] { { distance, 0 } }), new Matrix(1, 2));
            Close.Relative(-1, new EnergyKernel().Pullback(x, y, Matrix.Column(1))[0, 0], Close.Kernel);
            Close.Relative(-Math.Exp(-distance), new LaplaceKernel().Pullback(x, y, Matrix.Column(1))[0, 0], Close.Kernel);
        }
    }
}
