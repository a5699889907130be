using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Gram matrices that remember slopes, against the kernel asked anew.</summary>
public class SlopedGramTests
{
    private static readonly Dictionary<string, Kernel> All = Catalog.Members<Kernel>().Select(member => (member.Name, Kernel: (Kernel)member.Example())).Where(pair => pair.Kernel.HasSlopes)
        .Append(("relu, three layers", new NeuralKernel(new Mlp(biasDeviation: 1))))
        .Append(("relu, NNGP", new NeuralKernel(new Mlp(biasDeviation: 1), KernelKind.Nngp)))
        .Append(("erf", new NeuralKernel(new Mlp([new Erf()], biasDeviation: .2))))
        .Append(("resnet", new NeuralKernel(new Resnet(new Relu(), blocks: 2, biasDeviation: .5))))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string, string> Cases => [.. from kernel in All.Keys from points in new[] { "apart", "near and equal", "on a line", "few", "one against one", "far out" } select (kernel, points)];

    [Theory, MemberData(nameof(Cases))]
    public void Has_the_values_and_the_gradients_of_the_kernel(string name, string points)
    {
        var (kernel, (fakes, targets)) = (All[name], Points(points));
        Same(SlopedGram.Of(null, kernel, fakes.Above(targets), fakes.Rows), kernel, fakes, targets);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Filled_again_it_forgets_what_was_there(string name, string points)
    {
        var (kernel, (fakes, targets)) = (All[name], Points(points));
        var (moved, others) = (fakes.Clone(), targets.Clone());
        foreach (ref var x in moved.Values) x += .01;
        others[targets.Rows - 1, 0] += .5;
        var gram = SlopedGram.Of(null, kernel, fakes.Above(targets), fakes.Rows);
        foreach (var (x, y) in new[] { (moved, targets), (fakes, others), (moved, others), (moved, targets) })
        {
            Assert.Same(gram, SlopedGram.Of(gram, kernel, x.Above(y), x.Rows));
            Same(gram, kernel, x, y);
        }
    }

    private static void Same(SlopedGram gram, Kernel kernel, Matrix fakes, Matrix targets)
    {
        var (all, n) = (fakes.Above(targets), fakes.Rows);
        Assert.Equal(gram.Gram, gram.Gram.Transpose());
        Close.Relative(kernel.Gram(all).Values, gram.Gram.Values, Close.Kernel);
        Assert.True(gram.AreFirst(fakes) && !gram.AreFirst(all));
        var coefficients = RandomMatrices.Normal(all.Rows, 5);
        double[] expected = new double[n], values = new double[n];
        Matrix slopes = new(n, all.Columns), gradients = new(n, all.Columns);
        var report = kernel.Expand(fakes, all, coefficients, expected, slopes);
        Assert.Equal(report, gram.Expand(coefficients, values, gradients));
        Close.Relative(expected, values, Close.Kernel);
        Assert.Equal(slopes, gradients); // to the last bit
    }

    [Fact]
    public void It_is_lent_to_one_discriminator_at_a_time()
    {
        var (fakes, targets) = Points("few");
        var trainer = new Exact().Start(All["relu, three layers"], new Lsgan());
        var first = trainer.Train(fakes, targets).Discriminator;
        var before = Field(first, fakes);
        var moved = targets.Clone();
        foreach (ref var x in moved.Values) x *= 1.1;
        var second = trainer.Train(fakes, moved).Discriminator;
        Assert.Equal(before, Field(first, fakes));
        second.Release();
        var third = trainer.Train(fakes, targets).Discriminator;
        Assert.Equal(before, Field(first, fakes));
        Close.Relative(before, Field(third, fakes), Close.Kernel);

        // Who was given back is asked as a kernel, there and elsewhere.
        first.Release();
        Close.Relative(before, Field(first, fakes), Close.Kernel);
        Close.Relative(Field(first, moved), Field(third, moved), Close.Kernel);

        static double[] Field(Discriminator discriminator, Matrix points)
        {
            var (values, gradients) = (new double[points.Rows], new Matrix(points.Rows, points.Columns));
            discriminator.Evaluate(points, values, gradients);
            return [.. values, .. gradients.Values];
        }
    }

    [Fact]
    public void Constant_forces_ask_for_none()
    {
        var (fakes, targets) = Points("few");
        var (discriminator, _) = KernelDiscriminator.Train(new GaussianKernel(), fakes, targets, new Ipm(), new Exact(), Normalisation.PerMeasure, null, _ => throw new InvalidOperationException());
        Assert.True(discriminator.Values(fakes).All(double.IsFinite));
    }

    [Fact]
    public void Images_boxes_and_many_points_have_none()
    {
        Assert.True(SlopedGram.Suits(new GaussianKernel(), 500, 1000));
        Assert.False(SlopedGram.Suits(new GaussianKernel(), 2500, 5000));
        Assert.False(SlopedGram.Suits(new GaussianKernel() { Summation = new HierarchicalSummation() }, 500, 1000));
        Assert.True(SlopedGram.Suits(new GaussianKernel() { Summation = new DirectSummation() }, 500, 1000));
        Assert.False(SlopedGram.Suits(new NeuralKernel(new Dcgan()), 5, 10));
        Assert.False(SlopedGram.Suits(SumKernel.Example, 5, 10));
    }

    [Fact]
    public void A_fill_that_fails_leaves_nothing_behind()
    {
        var (fakes, targets) = Points("few");
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1));
        var gram = SlopedGram.Of(null, kernel, fakes.Above(targets), fakes.Rows);
        var huge = fakes.Clone();
        huge[0, 0] = 1e200;
        Assert.Throws<NumericalException>(() => SlopedGram.Of(gram, kernel, huge.Above(targets), fakes.Rows));
        Assert.Same(gram, SlopedGram.Of(gram, kernel, fakes.Above(targets), fakes.Rows));
        Same(gram, kernel, fakes, targets);
    }

    [Theory, InlineData("lsgan"), InlineData("hinge"), InlineData("vanilla")]
    public void A_flow_has_the_same_bits_on_any_number_of_threads_and_with_pauses(string loss)
    {
        var (fakes, targets) = Points("near and equal");
        Matrix After(int threads, bool observes)
        {
            using var limit = Workers.Limit(threads);
            var flow = new GeneratorFlow(new NeuralKernel(new Mlp(biasDeviation: 1)), (Loss)Catalog.Find(typeof(Loss), loss).Example(), loss == "vanilla" ? new Ode(1) : new Exact(), new ExplicitEuler(10));
            var state = new FlowState(fakes);
            for (var step = 0; step < 3; step++)
            {
                if (observes) flow.Observe(flow.Points(state), targets);
                state = flow.Advance(state, targets);
            }

            return flow.Points(state);
        }

        var once = After(1, false);
        Assert.Equal(once, After(2, false));
        Assert.Equal(once, After(3, true));
    }

    private static (Matrix Fakes, Matrix Targets) Points(string name)
    {
        static Matrix Normal(int count, int dimension, ulong seed) => new(count, dimension, RandomMatrices.Normal(count * dimension, seed));
        switch (name)
        {
            case "apart": return (Normal(150, 2, 1), Normal(131, 2, 2));
            case "few": return (Normal(5, 3, 1), Normal(6, 3, 2));
            case "on a line": return (Normal(9, 1, 1), Normal(130, 1, 2));
            case "one against one": return (Normal(1, 2, 1), Normal(1, 2, 2));
            case "far out": return (Normal(7, 2, 1).Above(Matrix.Of(new[,] { { 1e5, 0 }, { 1e5, 1e-3 } })), Normal(8, 2, 2));
        }

        // Fakes at targets, at each other, at the origin, and a little beside.
        var targets = Normal(140, 2, 2).Above(new Matrix(1, 2));
        var fakes = Normal(20, 2, 1).Above(targets.Take([.. Enumerable.Range(0, 120)])).Above(targets.Take([3, 3, 140]));
        for (var i = 20; i < 100; i++) fakes[i, 0] += Math.Pow(10, -1 - i / 10.0);
        return (fakes, targets);
    }
}
