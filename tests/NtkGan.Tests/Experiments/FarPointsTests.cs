using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Kernels.Transforms;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Extending;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>Data far from the origin: what the kernel of a network loses there is said.</summary>
public class FarPointsTests
{
    // A rectifier's kernel of the first kind: flat but for squares of differences.
    private static NeuralKernel Folded => new(new Mlp(), KernelKind.Nngp);

    private static Matrix At(double offset)
    {
        var points = new Matrix(40, 2, RandomMatrices.Normal(80, 1));
        foreach (ref var value in points.Values) value += offset;
        return points;
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1e3, false, false)]
    [InlineData(1e4, true, false)]
    [InlineData(1e6, true, true)]
    [InlineData(1e8, true, true)]
    public void The_kernel_of_a_network_says_when_differences_drown(double offset, bool inTrainings, bool inValues)
    {
        var (smooth, points) = (new NeuralKernel(new Mlp([new Gelu()])), At(offset));
        var kept = FarPoints.NoteOn(Folded, points, time: 0);
        Assert.Equal(inTrainings, FarPoints.NoteOn(Folded, points, time: 1000) is not null);
        Assert.Equal(inValues, FarPoints.NoteOn(smooth, points, time: 0) is not null);
        Assert.Equal(inValues, kept is not null);
        Assert.True(kept is null || kept.Contains("though not in its gradients", StringComparison.Ordinal));
        Assert.Null(FarPoints.NoteOn(new GaussianKernel(), points, time: 1));
        Assert.Null(FarPoints.NoteOn(smooth, points.Take([0]), time: 1));
        Assert.Null(FarPoints.NoteOn(smooth, points.Take([0, 0, 0, 0, 0, 0, 0]), time: 1));
        Assert.Equal(inTrainings, FarPoints.NoteOn(smooth, At(offset).Take([1, 2, 3]), points.Take([0, 0]), time: 1) is not null); // targets in one place
    }

    [Fact]
    public void A_kernel_made_of_others_says_what_they_do()
    {
        var (network, points) = (new NeuralKernel(new Mlp()), At(1e6));
        bool Says(Kernel kernel, double time = 1) => FarPoints.NoteOn(kernel, points, time) is not null;
        Assert.True(Says(new ScaledKernel(network, 3)));
        Assert.True(Says(new SumKernel([new GaussianKernel(), network])));
        Assert.True(Says(new ProductKernel([network, network])));
        Assert.True(Says(new MetricKernel(network, [[2, .5], [.5, 1]])));
        Assert.True(Says(new TransformedKernel(network, new IdentityTransform())));
        Assert.True(Says(new ReluNetworkKernel()));
        Assert.True(Says(new NeuralKernel(new Composed([new Convolution(4, Filter: 1), new Relu(), new Flatten(), new Dense()]), Shape: new(1, 2)), time: 0));
        Assert.True(Says(new PolynomialKernel(), time: 0));
        Assert.Contains("though not in its gradients", FarPoints.NoteOn(new ScaledKernel(new ReluNetworkKernel(), 2), points, time: 0));
        Assert.DoesNotContain("though not", FarPoints.NoteOn(new ProductKernel([network, network]), points, time: 0));
        Assert.False(Says(new ProductKernel([new GaussianKernel(), network])));
        Assert.False(Says(new SumKernel([new GaussianKernel(), new LaplaceKernel()])));
        Assert.False(Says(new MetricKernel(new GaussianKernel(), [[2, .5], [.5, 1]])));
        Assert.False(Says(new IndicatorKernel()));
        Assert.False(Says(new TransformedKernel(network, new TanhTransform()))); // at 1 all of them, for tanh has no digits left
    }

    [Fact]
    public void A_product_with_a_kernel_of_differences_keeps_them()
    {
        var kernel = new ProductKernel([new GaussianKernel(), new NeuralKernel(new Mlp(biasDeviation: 1), KernelKind.Nngp)]);
        double Distance(double offset)
        {
            var points = Matrix.Of(new[,] { { offset, offset }, { offset + .5, offset + 1 } });
            var gram = kernel.Gram(points);
            return (gram[0, 0] + gram[1, 1] - 2 * gram[0, 1]) / gram[0, 0];
        }

        Close.Relative(2 - 2 * Math.Exp(-.625), Distance(1e7), 1e-6); // what the network adds is of the order of 1/offset
    }

    // Trained for long, f shows the folds of the network: 2^-52 r^3 of it is lost, less than a millionth where nothing is said and more where something is.
    [Theory]
    [InlineData(1e3, false, .55464337925475452049, -.55495689471784262123)]
    [InlineData(1e5, true, .55050097287292747482, -.55050463766954519507)]
    public void A_trained_discriminator_loses_what_is_said(double offset, bool isSaid, double x, double y)
    {
        Matrix Moved(double[,] points)
        {
            var moved = Matrix.Of(points);
            foreach (ref var value in moved.Values) value += offset;
            return moved;
        }

        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1), KernelKind.Nngp);
        var (fakes, targets) = (Moved(new[,] { { 0, 0 }, { 1.5, .25 }, { -.75, 1 } }), Moved(new[,] { { .5, -1.25 }, { 2, 1 }, { 1.25, -.5 } }));
        var gradient = new Matrix(1, 2);
        KernelDiscriminator.Train(kernel, fakes, targets, new Lsgan(), new Exact(1000)).Discriminator.Evaluate(Moved(new[,] { { .625, .375 } }), new double[1], gradient);
        var error = Math.Max(Math.Abs(gradient[0, 0] - x), Math.Abs(gradient[0, 1] - y));
        Assert.Equal(isSaid, error > 1e-6);
        Assert.Equal(isSaid, FarPoints.NoteOn(kernel, fakes, targets, time: 1) is not null);
        Assert.True(error < kernel.RemotenessOf(targets).LostInTrainings, $"{error}");
    }

    [Theory]
    [InlineData(1e3, false, 359.52251042753473)]
    [InlineData(1e7, true, 3593750.147510272)]
    public void Values_lose_what_is_said(double offset, bool isSaid, double expected)
    {
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1));
        var (centres, values) = (Matrix.Column(offset, offset + 1.5, offset - .75, offset + .5), new double[1]);
        kernel.Expand(Matrix.Column(offset + .625), centres, new[] { .5, .5, -.375, -.625 }, values);
        Assert.Equal(isSaid, Math.Abs(values[0] - expected) > 1e-4); // its slope is 0.85 at either place
        Assert.Equal(isSaid, FarPoints.NoteOn(kernel, centres, time: 0) is not null);
    }

    // Tangent kernels of rectifiers and all of erf lose hardly more than the rounding of the points themselves, those of erf in trainings too.
    [Theory]
    [InlineData(true, KernelKind.Ntk, 1e6)]
    [InlineData(false, KernelKind.Ntk, 1e6)]
    [InlineData(false, KernelKind.Nngp, 1e6)]
    [InlineData(true, KernelKind.Nngp, 1e3)]
    public void Nothing_is_said_of_values_that_are_right(bool isRelu, KernelKind kind, double offset)
    {
        var kernel = new NeuralKernel(new Mlp([isRelu ? new Relu() : new Erf()], biasDeviation: 1), kind);
        Assert.True(kernel.RemotenessOf(At(offset)).KeepsGradients);
        Assert.Null(FarPoints.NoteOn(kernel, At(offset), time: 0));
        if (!isRelu) Assert.Null(FarPoints.NoteOn(kernel, At(offset), time: 1));
    }

    public static TheoryData<bool, KernelKind, double, double[]> Values => new()
    {
        { true, KernelKind.Nngp, 1e3, [78.165504441101538, 78.130341578962936, 78.136641353429987] },
        { true, KernelKind.Nngp, 1e5, [7812.5405271148854, 7812.5053707988292, 7812.5117179754082] },
        { true, KernelKind.Nngp, 1e7, [781250.04052734146, 781250.0053710908, 781250.01171874225] },
        { true, KernelKind.Ntk, 1e3, [439.52682336270354, 379.57499209625241, 334.71443103760024] },
        { true, KernelKind.Ntk, 1e5, [43932.860092841231, 37964.280866863641, 33487.950064905518] },
        { true, KernelKind.Ntk, 1e7, [4393266.1533321116, 3796434.8478761547, 3348811.4724047939] },
        { false, KernelKind.Nngp, 1e3, [3.1559816935682813e-5, 2.268034498370136e-5, 2.350278644427262e-5] },
        { false, KernelKind.Nngp, 1e5, [3.1530558163232085e-7, 2.2651372504212403e-7, 2.3536774188389124e-7] },
        { false, KernelKind.Nngp, 1e7, [3.153026540759244e-9, 2.2651082350132197e-9, 2.3537113894523123e-9] },
        { false, KernelKind.Ntk, 1e3, [22.674407737112117, 12.200563168434201, 3.2044620483138742] },
        { false, KernelKind.Ntk, 1e5, [2259.4019572000329, 1215.6667728610934, 317.94633629746858] },
        { false, KernelKind.Ntk, 1e7, [225932.18246071266, 121562.30239119605, 31792.143754700411] },
    };

    // At three places, of four points whose coefficients sum to 0, in units of how far these values lie apart; build/golden/far.py.
    [Theory, MemberData(nameof(Values))]
    public void What_is_measured_bounds_what_values_lose(bool isRelu, KernelKind kind, double offset, double[] expected)
    {
        var kernel = new NeuralKernel(new Mlp([isRelu ? new Relu() : new Erf()], biasDeviation: 1), kind);
        var (centres, values) = (Moved(new[,] { { 0, 0 }, { 1.5, .25 }, { -.75, 1 }, { .5, -1.25 } }, offset), new double[3]);
        kernel.Expand(Moved(new[,] { { .625, .375 }, { -.25, .5 }, { 1, -1 } }, offset), centres, [.5, .5, -.375, -.625], values);
        var lost = values.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)) / (expected.Max() - expected.Min());
        var said = GramLoss.Of(kernel, centres, time: 0);
        Assert.InRange(lost, 0, said);
        Assert.True(said < 1e-6 || lost > said / 100, $"{lost} where {said} is said");
    }

    // Two clusters a million apart: the mean is no measure, and centring no help.
    [Fact]
    public void Clusters_far_apart_are_far_from_the_origin()
    {
        var points = At(1e6);
        for (var i = 0; i < points.Rows; i += 2)
            for (var k = 0; k < 2; k++) points[i, k] -= 2e6;
        Assert.InRange(Remoteness.Of(points, true).Ratio, 1e5, 1e7);
        var note = FarPoints.NoteOn(new NeuralKernel(new Mlp([new Gelu()])), points, time: 0);
        Assert.Contains("than from their neighbours", note);
        Assert.Contains("a kernel of distances", note);
        Assert.NotNull(FarPoints.NoteOn(Folded, points, time: 1));
        Assert.Null(FarPoints.NoteOn(new GaussianKernel(), points, time: 1));
        Assert.False(Remoteness.Of(At(1e6), true).IsApart);
        Assert.InRange(Remoteness.Of(At(0), true).Ratio, 0, 20);
    }

    private static Matrix Moved(double[,] points, double offset)
    {
        var moved = Matrix.Of(points);
        foreach (ref var value in moved.Values) value += offset;
        return moved;
    }

    [Fact]
    public void What_is_said_is_so()
    {
        // The feature distance of two points against the same moved to the origin, under a kernel that is a function of differences there: linear.
        var kernel = new NeuralKernel(new Composed([new Dense()]), KernelKind.Nngp);
        double Distance(double offset)
        {
            var gram = kernel.Gram(At(offset).Take([0, 1]));
            return gram[0, 0] + gram[1, 1] - 2 * gram[0, 1];
        }

        Assert.True(Math.Abs(Distance(1e8) / Distance(0) - 1) > 1e-2);
        Assert.True(Math.Abs(Distance(1e3) / Distance(0) - 1) < 1e-6);
    }

    [Fact]
    public void A_flow_says_it_in_its_notes()
    {
        bool Says(Loss loss, GameGradient gradient) => Notes(loss, gradient).Any(note => note.Contains("centre the data", StringComparison.Ordinal));
        IReadOnlyList<string> Notes(Loss loss, GameGradient gradient) => new ParticleFlowExperiment(Source: new(new Gaussian(2, [1e8]), 10), Target: new(new Gaussian(2, [1e8]), 10),
            Kernel: Folded, Loss: loss, Gradient: gradient, Flow: new(new ExplicitEuler(1e-3), Iterations: 1), Metrics: []).Start()
            .StepNotes.Texts;
        Assert.True(Says(new Lsgan(), new Frozen()));
        Assert.True(Says(new Ipm(), new ThroughTraining()));
        Assert.Contains("though not in its gradients", Notes(new Ipm(), new Frozen()).Single());
    }

    [Fact]
    public void A_synthesis_says_it_and_so_do_simulations_and_comparisons()
    {
        var far = new Gaussian(2, [1e6]);
        Assert.Contains(new SynthesisExperiment(Data: far, Pool: 20, Samples: 10, Metrics: []).Start().Notes, note => note.Contains("centre the data", StringComparison.Ordinal));
        Assert.DoesNotContain(new SynthesisExperiment(Data: new Gaussian(2), Pool: 20, Samples: 10, Metrics: []).Start().Notes, note => note.Contains("centre the data", StringComparison.Ordinal));
        var game = Composition.Of(["oscillate", "game.kernel={kind: neural}", "real={data: {kind: listed, points: [[1e6], [1000001]]}}", "generated={data: {kind: listed, points: [[1000002]]}}", "updates=2"]);
        Assert.Contains(game.Experiment.Start().Notes, note => note.Contains("centre the data", StringComparison.Ordinal));
        var gradients = GradientComparison.Of(["relu", "ipm,lsgan", "kernel.variant=nngp", "source={data: {kind: gaussian, dimension: 2, mean: [1e6]}, count: 5}", "target={data: {kind: gaussian, dimension: 2, mean: [1e6]}, count: 5}"]);
        _ = gradients.Read();
        Assert.Equal(2, gradients.Notes.Count);
    }
}
