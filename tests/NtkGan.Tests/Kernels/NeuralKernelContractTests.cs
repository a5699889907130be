using MathNet.Numerics.LinearAlgebra;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Kernels;

/// <summary>What the kernel of every architecture on plain points promises, and of a network of every activation. Those on images have tests of
/// their own.</summary>
public class NeuralKernelContractTests
{
    private static readonly Dictionary<string, Architecture> All = Catalog.Members<Architecture>()
        .Select(member => (member.Name, Architecture: (Architecture)member.Example()))
        .Where(pair => !pair.Architecture.ReadsPositions)
        .Concat(Catalog.Members<Activation>().Select(member => (Activation)member.Example()).Append(Bent)
            .Select(activation => ($"two layers of {activation}", Network(activation))))
        .Append(("tanh beside relu", new Mlp([new Tanh(), new Relu()], hiddenLayers: 2, biasDeviation: 1)))
        .Append(("tanh in residual blocks", new Resnet(new Tanh(), blocks: 2, biasDeviation: .5)))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Fast => [.. All.Keys.Where(name => !IsSlow(name))];

    // Quadrature for every pair costs a hundred microseconds each: fewer pairs where it is used.
    private static bool IsSlow(string name) => name.Contains("Elu ", StringComparison.Ordinal) || name.Contains("FunctionActivation", StringComparison.Ordinal);

    private static NumericActivation Bent => NumericActivation.Of(x => Math.Max(x, .3), x => x > .3 ? 1 : 0, _ => 0, .3);

    // Small weights, for the exponential; the normalisation gives Hermite polynomials their unit variance.
    private static Architecture Network(Activation activation)
    {
        Layer[] before = activation.NeedsUnitVariance ? [new LayerNormalization()] : [];
        return new Composed([new Dense(WeightDeviation: .8, BiasDeviation: .3), .. before, activation, new Dense(WeightDeviation: .8, BiasDeviation: .3), .. before, activation, new Dense(1)]);
    }

    private static Matrix Points(int count, ulong seed) => KernelContractTests.RandomPoints(count, seed);

    [Theory, MemberData(nameof(Names))]
    public void Is_symmetric_positive_semidefinite_with_coincident_points_and_the_origin(string name)
    {
        var distinct = Points(IsSlow(name) ? 5 : 14, 1).Above(new Matrix(1, 3));
        var x = distinct.Above(distinct.Take([0, 3, distinct.Rows - 1]));
        foreach (var kind in new[] { KernelKind.Ntk, KernelKind.Nngp })
        {
            var kernel = new NeuralKernel(All[name], kind);
            var gram = kernel.Gram(x);
            Assert.True(gram.IsFinite());
            Close.Relative(kernel.Gram(x, x.Clone()), gram, Close.Kernel);
            Close.Relative(gram.Values.ToArray().Where((_, entry) => entry % (x.Rows + 1) == 0).ToArray(), kernel.Diagonal(x), Close.Kernel);

            // Equal points have equal rows.
            for (var j = 0; j < x.Rows; j++) Close.Relative(gram[0, j], gram[distinct.Rows, j], Close.Kernel, gram[0, 0]);
            var matrix = Matrix<double>.Build.Dense(x.Rows, x.Rows, (i, j) => gram[i, j]);
            Assert.Equal(0, (matrix - matrix.Transpose()).L1Norm());
            var eigenvalues = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToList();
            Assert.InRange(eigenvalues.Min(), -Close.Kernel * Math.Max(1, eigenvalues.Max()), double.PositiveInfinity);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Pullback_is_the_slope(string name)
    {
        var (x, y, cotangent) = (Points(2, 2), Points(3, 3), new Matrix(2, 3));
        CounterRandom.For(4, "cotangent").FillNormal(cotangent.Values);
        foreach (var kind in new[] { KernelKind.Ntk, KernelKind.Nngp })
        {
            var kernel = new NeuralKernel(All[name], kind);
            CentralDifferences.Equal(x, points => DotProduct.Of(kernel.Gram(points, y).Values, cotangent.Values), kernel.Pullback(x, y, cotangent));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_at_a_coincident_point_is_half_that_of_the_diagonal(string name)
    {
        const double step = 1e-5;
        var (x, one) = (Points(1, 5), new Matrix(1, 1));
        one[0, 0] = 1;
        var kernel = new NeuralKernel(All[name]);
        var gradient = kernel.Pullback(x, x.Clone(), one);
        for (var c = 0; c < 3; c++)
        {
            var (forward, backward) = (x.Clone(), x.Clone());
            forward[0, c] += step;
            backward[0, c] -= step;
            Close.Relative((kernel.Diagonal(forward)[0] - kernel.Diagonal(backward)[0]) / (4 * step), gradient[0, c], Close.Difference, 1);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_finite_at_the_origin_and_at_coincident_points(string name)
    {
        var x = new Matrix(1, 3).Above(Points(2, 6)).Above(Points(2, 6));
        var cotangent = new Matrix(5, 5);
        cotangent.Values.Fill(1);
        Assert.True(new NeuralKernel(All[name]).Pullback(x, cotangent).IsFinite());
    }

    [Theory, MemberData(nameof(Names))]
    public void Blocks_do_not_show(string name)
    {
        var (x, y) = (Points(1, 7), Points(IsSlow(name) ? 13 : 300, 8));
        var kernel = new NeuralKernel(All[name]);
        var whole = kernel.Gram(x, y);

        // How long a series is depends on both sets: to rounding, not to the bit.
        foreach (var count in IsSlow(name) ? [1, 3] : new[] { 1, 3, 127, 128, 129 })
            Close.Relative(whole.Values[..count], kernel.Gram(x, y.Take([.. Enumerable.Range(0, count)])).Values, Close.Kernel);
    }

    [Theory, MemberData(nameof(Fast))]
    public void Threads_do_not_change_a_bit(string name)
    {
        // A block has 4096 pairs: there are two or more in each operation.
        var (x, y) = (KernelContractTests.RandomPoints(90, 9, .5), KernelContractTests.RandomPoints(70, 10, .5));
        var cotangent = KernelContractTests.RandomPoints(90, 11, dimension: 70);
        var kernel = new NeuralKernel(All[name]);
        double[] Values(int threads)
        {
            using (Workers.Limit(threads))
                return [.. kernel.Gram(x, y).Values, .. kernel.Gram(x).Values, .. kernel.Pullback(x, y, cotangent).Values];
        }

        Assert.Equal(Values(1), Values(2));
    }

    [Fact]
    public void Smooth_kernels_have_slopes_at_the_origin()
    {
        // d/dx k(x, p) at x = 0 is k_q12 p / d, which a series in the cosine of the angle would lose.
        var kernel = new NeuralKernel(new Mlp([new Softplus()], hiddenLayers: 2));
        const double step = 1e-5;
        var (p, one) = (Matrix.Of(new[,] { { .7, -1.2 } }), Matrix.Of(new[,] { { 1.0 } }));
        var slope = kernel.Pullback(new Matrix(1, 2), p, one);
        Assert.NotInRange(Math.Abs(slope[0, 1]), 0, .01);
        for (var c = 0; c < 2; c++)
        {
            var (forward, backward) = (new Matrix(1, 2), new Matrix(1, 2));
            (forward[0, c], backward[0, c]) = (step, -step);
            Close.Relative((kernel.Gram(forward, p)[0, 0] - kernel.Gram(backward, p)[0, 0]) / (2 * step), slope[0, c], Close.Difference, 1);
        }
    }

    [Fact]
    public void Series_and_quadrature_give_one_kernel()
    {
        // The same function with and without what a series needs; the first points so far out that both fall back to quadrature there.
        var x = Points(3, 12);
        foreach (ref var value in x.Values[..3]) value *= 60;
        var series = new NeuralKernel(new Mlp([new Tanh()], hiddenLayers: 2, biasDeviation: 1));
        var quadrature = new NeuralKernel(new Mlp([NumericActivation.Of(Math.Tanh, z => 1 - Math.Tanh(z) * Math.Tanh(z))], hiddenLayers: 2, biasDeviation: 1));
        Close.Relative(quadrature.Gram(x), series.Gram(x), Close.Gradient);
    }

    [Fact]
    public void No_points_are_in_order()
    {
        var kernel = new NeuralKernel(new Mlp([new Tanh()]));
        Assert.Equal(0, kernel.Gram(new Matrix(0, 2)).Rows);
        Assert.Equal(3, kernel.Gram(new Matrix(0, 2), new Matrix(3, 2)).Columns);
    }

    [Fact]
    public void Golden_networks_of_other_activations()
    {
        Golden([new SigmoidLike()], 3, .2, .265167168963330481, .281036940364284102, .265282150169337, .281487611459370441);
        Golden([new Erf()], 3, 1, .464017490020479092, 1.22679444576858007, .545362016963434, 1.79982610785487836);
        Golden([new LeakyRelu(.2)], 3, 1, .949035781623953353, 2.12179347258057104, 1.018888, 2.765152);
        Golden([new AbsoluteValue()], 3, 1, 3.82811344844142827, 7.24874735618649069, 3.625, 11.5);
        Golden([new Rbf()], 1, 0, .182113529121013656, .113820955700633535, 1, 1.625);
        Golden([new Relu(), new Sine()], 3, 1, 2.0550905702872453, 5.297680622486688, 2.572808125269406, 11.67284523885089);
        Golden([new Relu(), new Rbf()], 1, 1, .7056944126192748, 1.004161376343195, 1.8125, 4.25);
    }

    [Fact]
    public void The_gradient_of_the_rbf_covariance_is_known() =>
        Close.Relative(-.068292573420380121, new NeuralKernel(new Mlp([new Rbf()], hiddenLayers: 1), KernelKind.Nngp)
            .Pullback(X, Y, Matrix.Of(new[,] { { 1.0 } }))[0, 0], Close.Gradient);

    [Fact]
    public void Compositions_without_a_kernel_are_refused()
    {
        Assert.Throws<UsageException>(() => new Composed([new Relu(), new Dense(1)]));
        Assert.Throws<UsageException>(() => new Composed([new Tanh(), new Dense(1)]));
        Assert.Throws<UsageException>(() => new Composed([new LayerNormalization(), new Dense(1)]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new Relu(), new LayerNormalization()]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new ParallelSum([new Series([]), new Series([])])]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new ParallelSum([new Series([]), new Residual(new Series([new Relu(), new Dense()]))])]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new ParallelSum([new Relu(), new Dense()])]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new ParallelSum([])]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(), new Hermite(), new Dense(1)]));
        Assert.Throws<UsageException>(() => new Mlp([new Hermite(3)]));
        Assert.Throws<UsageException>(() => new Composed([new Dense(0)]));
        Assert.Throws<UsageException>(() => new Mlp([]));
    }

    private static Matrix X => Matrix.Of(new[,] { { 1, -.5 } });

    private static Matrix Y => Matrix.Of(new[,] { { .25, 2 } });

    private static void Golden(ValueList<Activation> activations, int layers, double bias, double nngp, double ntk, double nngpDiagonal, double ntkDiagonal)
    {
        var network = new Mlp(activations, layers, biasDeviation: bias);
        Close.Relative(nngp, new NeuralKernel(network, KernelKind.Nngp).Gram(X, Y)[0, 0], Close.Kernel);
        Close.Relative(ntk, new NeuralKernel(network).Gram(X, Y)[0, 0], Close.Kernel);
        Close.Relative(nngpDiagonal, new NeuralKernel(network, KernelKind.Nngp).Diagonal(X)[0], Close.Kernel);
        Close.Relative(ntkDiagonal, new NeuralKernel(network).Diagonal(X)[0], Close.Kernel);
    }
}
