using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Kernels.Positions;

/// <summary>Kernels of networks on images against the plain computation, and their adjoints against differences.</summary>
public class ConvolutionalKernelTests
{
    private static readonly Dictionary<string, (PointShape Shape, Architecture Network)> Cases = new()
    {
        ["plain"] = (new(5, 4, 2), Of(new Convolution(Filter: 3, BiasDeviation: .5), new Relu(), new Convolution(Filter: 2, Stride: 2, Padding: Padding.Valid, WeightDeviation: 1.3), new Gelu(), new Flatten(), new Dense(1, 1, .3))),
        ["circular"] = (new(4, 6, 3), Of(new Convolution(Filter: 4, Stride: 2, Padding: Padding.Circular), new Erf(), new Convolution(Filter: 5, Padding: Padding.Circular, BiasDeviation: 1), new Flatten())),
        ["uneven circular"] = (new(5, 5), Of(new Convolution(Filter: 2, Stride: 2, Padding: Padding.Circular, BiasDeviation: .2), new Relu(), new GlobalAveragePooling(), new Dense(1))),
        ["normalised"] = (new(3, 3, 2), Of(new Convolution(BiasDeviation: .5), new LayerNormalization(), new Hermite(2), new Convolution(BiasDeviation: .5), new Relu(), new Flatten(), new Dense(1))),
        ["transposed"] = (new(2, 3), Of(new TransposedConvolution(Filter: 4, Stride: 2, BiasDeviation: .4), new LeakyRelu(), new TransposedConvolution(Filter: 2, Stride: 1, Padding: Padding.Valid), new Relu(), new Convolution(Filter: 1, Stride: 3), new Flatten())),
        ["standard"] = (new(3, 4), Of(new Convolution(4, Parameterization: Parameterization.Standard), new Relu(), new Convolution(3, 2, BiasDeviation: null, Parameterization: Parameterization.Standard), new Relu(), new Flatten(), new Dense(1, Parameterization: Parameterization.Standard))),
        ["one position"] = (new(1, 1, 3), Of(new Convolution(Filter: 3, BiasDeviation: .5), new Relu(), new Flatten(), new Dense(1))),
        ["series"] = (new(3, 2), Of(new Convolution(Filter: 2, BiasDeviation: .5), new Tanh(), new Flatten(), new Dense(1))),
        ["quadrature"] = (new(1, 2), Of(new Convolution(Filter: 2, BiasDeviation: .5), new Elu(), new Flatten(), new Dense(1))),
        ["residual"] = (new(4, 4), Of(new Convolution(BiasDeviation: .5), new Residual(new Series([new Relu(), new Convolution(BiasDeviation: .2)])), new Relu(), new Convolution(Filter: 1, Stride: 2), new Flatten())),
        ["strided branches"] = (new(5, 3), Of(new Convolution(Filter: 2, Padding: Padding.Valid, BiasDeviation: .5), new ParallelSum([new Series([new Relu(), new Convolution(Filter: 3, Stride: 2)]), new Convolution(Filter: 1, Stride: 2, BiasDeviation: .3)]), new Sine(), new Flatten(), new Dense(1))),
        ["global pooling"] = (new(4, 5, 2), Of(new Convolution(BiasDeviation: .5), new Relu(), new Convolution(Filter: 2, Stride: 2), new Relu(), new GlobalAveragePooling(), new Dense(1))),
        ["circular global pooling"] = (new(4, 3), Of(new Convolution(Padding: Padding.Circular, BiasDeviation: .5), new Relu(), new GlobalAveragePooling(), new Dense(1))),
        ["nonlinear after pooling"] = (new(3, 4), Of(new Convolution(BiasDeviation: .5), new Gelu(), new GlobalAveragePooling(), new Dense(BiasDeviation: .2), new Relu(), new Dense(1))),
        ["pooling of affine maps"] = (new(4, 4), Of(new Convolution(BiasDeviation: .5), new AveragePooling(), new Relu(), new Flatten(), new Dense(1))),
        ["pooling of the input"] = (new(4, 4), Of(new AveragePooling(), new Convolution(BiasDeviation: .5), new Relu(), new Flatten(), new Dense(1))),
        ["two poolings"] = (new(4, 4), Of(new Convolution(BiasDeviation: .5), new Relu(), new AveragePooling(), new Convolution(Filter: 2, BiasDeviation: .1), new Relu(), new GlobalAveragePooling(), new Dense(1))),
        ["overlapping pooling"] = (new(4, 3), Of(new Convolution(BiasDeviation: .5), new Relu(), new AveragePooling(3, 2, Padding.Same), new Convolution(Filter: 2), new Relu(), new Flatten(), new Dense(1))),
        ["pooling in a branch"] = (new(4, 4), Of(new ParallelSum([new Series([new AveragePooling(), new Convolution(BiasDeviation: .5)]), new Convolution(Stride: 2)]), new Relu(), new Flatten(), new Dense(1))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Are_those_of_the_plain_computation(string name)
    {
        var (shape, network) = Cases[name];
        var (x, y) = (Images(2, shape, 1), Images(6, shape, 2));
        foreach (var variant in Enum.GetValues<KernelKind>())
        {
            var kernel = new NeuralKernel(network, variant, shape);
            Matrix Naive(Matrix a, Matrix b)
            {
                var gram = new Matrix(a.Rows, b.Rows);
                for (var i = 0; i < a.Rows; i++)
                    for (var j = 0; j < b.Rows; j++)
                    {
                        var (nngp, ntk) = NaiveImages.Kernels(network, shape, a.Row(i), b.Row(j));
                        gram[i, j] = variant == KernelKind.Ntk ? ntk : nngp;
                    }

                return gram;
            }

            Close.Relative(Naive(x, y), kernel.Gram(x, y), Close.Kernel);
            var gram = kernel.Gram(x);
            Close.Relative(Naive(x, x), gram, Close.Kernel);
            Close.Relative([gram[0, 0], gram[1, 1]], kernel.Diagonal(x), Close.Kernel);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Pullbacks_are_adjoints(string name)
    {
        var (shape, network) = Cases[name];
        var (x, y) = (Images(2, shape, 3), Images(5, shape, 4));
        Matrix cotangent = new(2, 5, RandomMatrices.Normal(10, 5)), square = new(2, 2, RandomMatrices.Normal(4, 6));
        foreach (var variant in Enum.GetValues<KernelKind>())
        {
            var kernel = new NeuralKernel(network, variant, shape);
            CentralDifferences.Equal(x, points => Contract(kernel.Gram(points, y), cotangent), kernel.Pullback(x, y, cotangent));
            CentralDifferences.Equal(x, points => Contract(kernel.Gram(points), square), kernel.Pullback(x, square));

            // At coincident points, half the gradient of the diagonal.
            var halves = kernel.Pullback(x, x.Clone(), Matrix.Of(new[,] { { 2.0, 0 }, { 0, 2 } }));
            CentralDifferences.Equal(x, points => kernel.Diagonal(points).Sum(), halves);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Hold_for_constant_images_zeros_and_copies(string name)
    {
        var (shape, network) = Cases[name];
        var constant = new Matrix(1, shape.Dimension);
        constant.Values.Fill(.7);
        var x = new Matrix(1, shape.Dimension).Above(constant).Above(constant).Above(Images(2, shape, 7));
        var kernel = new NeuralKernel(network, KernelKind.Ntk, shape);
        var (gram, ones) = (kernel.Gram(x), new Matrix(5, 5));
        ones.Values.Fill(1);
        for (var i = 0; i < 5; i++) Assert.Equal(gram[1, i], gram[2, i]);
        Assert.True(gram.IsFinite());
        var pulled = kernel.Pullback(x, ones);
        Assert.True(pulled.IsFinite());
        Close.Relative(pulled.Row(1), pulled.Row(2), Close.Gradient);
    }

    [Theory, MemberData(nameof(Names))]
    public void Threads_and_blocks_do_not_change_a_bit(string name)
    {
        var (shape, network) = Cases[name];
        var (x, y) = (Images(5, shape, 8), Images(6, shape, 9));
        var (kernel, cotangent) = (new NeuralKernel(network, KernelKind.Ntk, shape), new Matrix(5, 6, RandomMatrices.Normal(30, 10)));
        double[] All(int threads)
        {
            using (Workers.Limit(threads)) return [.. kernel.Gram(x, y).Values, .. kernel.Gram(x).Values, .. kernel.Pullback(x, y, cotangent).Values];
        }

        Assert.Equal(All(1), All(2));
        var (whole, last) = (kernel.Gram(x, y), kernel.Gram(x.Take([4]), y.Take([5])));
        Close.Rounding(whole[4, 5], last[0, 0]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Are_positive_semidefinite(string name)
    {
        var (shape, network) = Cases[name];
        var gram = new NeuralKernel(network, KernelKind.Ntk, shape).Gram(Images(6, shape, 11).Above(new Matrix(1, shape.Dimension)));
        var eigenvalues = SymmetricEigen.Of(gram).Values;
        Assert.InRange(eigenvalues.Min(), -Close.Kernel * eigenvalues.Max(), double.PositiveInfinity);
    }

    private static Composed Of(params Layer[] layers) => new(ValueList.From(layers));

    private static Matrix Images(int count, PointShape shape, ulong seed) => new(count, shape.Dimension, RandomMatrices.Normal(count * shape.Dimension, seed));

    private static double Contract(Matrix a, Matrix b) => DotProduct.Of(a.Values, b.Values);
}
