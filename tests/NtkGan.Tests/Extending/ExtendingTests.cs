using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.Tests.Plots;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Extending;

/// <summary>The examples of docs/extending.md compile, are right, and are what the page prints.</summary>
public class ExtendingTests
{
    [Theory]
    [InlineData("Quadratic.cs")]
    [InlineData("RootMeanSquare.cs")]
    [InlineData("PolynomialKernel.cs")]
    [InlineData("RootMeanSquareNormalization.cs")]
    [InlineData("ThinnedHistory.cs")]
    [InlineData("DistanceHistogram.cs")]
    public void The_page_prints_this_very_file(string name)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "extending.md")).ReplaceLineEndings("\n");
        var file = File.ReadAllText(Path.Combine(Repository.Root, "tests", "NtkGan.Tests", "Extending", name)).ReplaceLineEndings("\n");
        Assert.Contains($"```csharp\n{file}```", page);
    }

    [Fact]
    public void The_example_has_the_moments_of_its_own_function()
    {
        // E[(u v)^2] and E[4 u v] over (u, v) by 2-D quadrature on a fine grid: the integrand is smooth and decays, so the sum converges fast.
        const double q11 = .8, q12 = .3, q22 = 1.7, step = .05;
        var (covariance, derivative) = (0.0, 0.0);
        var activation = new Quadratic(1.5);
        for (var i = -240; i <= 240; i++)
        {
            for (var j = -240; j <= 240; j++)
            {
                double z1 = i * step, z2 = j * step;
                var weight = step * step / (2 * Math.PI) * Math.Exp(-(z1 * z1 + z2 * z2) / 2);
                var u = Jet.Variable<Real>(Math.Sqrt(q11) * z1);
                var v = Jet.Variable<Real>(q12 / Math.Sqrt(q11) * z1 + Math.Sqrt(q22 - q12 * q12 / q11) * z2);
                covariance += weight * activation.Value(u).Value.Value * activation.Value(v).Value.Value;
                derivative += weight * activation.Value(u).Slope.Value * activation.Value(v).Slope.Value;
            }
        }

        var dual = activation.Dual<Real>(q11, q12, q22);
        Close.Relative(covariance, dual.Covariance.Value, Close.Kernel);
        Close.Relative(derivative, dual.Derivative.Value, Close.Kernel);
    }

    [Fact]
    public void The_optimiser_trains_networks_and_moves_particles()
    {
        // One step by hand: v = g^2/10.
        double[] parameters = [1, 2], gradient = [3, -4];
        var optimizer = new RootMeanSquare();
        optimizer.Step(parameters, gradient, optimizer.Start(2), .1);
        Close.Relative((ReadOnlySpan<double>)[1 - .1 * Math.Sqrt(10), 2 + .1 * Math.Sqrt(10)], parameters, Close.Difference);

        Matrix fakes = Matrix.Column(-1, -2), targets = Matrix.Column(1, 2, 3);
        var kernel = new NeuralKernel(new Mlp(hiddenLayers: 1, width: 8, biasDeviation: 1));
        double Loss(int steps)
        {
            var values = new NetworkTraining(optimizer: optimizer, steps: steps).Start(kernel, new Lsgan()).Train(fakes, targets).Discriminator.Values(fakes.Above(targets));
            return new TrainingProblem(2, 3, () => new Matrix(5, 5), new Lsgan(), Normalisation.PerMeasure).DiscriminatorLoss(values);
        }

        Assert.InRange(Loss(30), 0, Loss(1) / 2);
        var flow = new GeneratorFlow(kernel, new Ipm(), new Exact(), optimizer);
        Assert.True(flow.Advance(new(fakes), targets).Parameters[0, 0] > fakes[0, 0]);
    }

    [Fact]
    public void A_layer_made_of_layers_has_their_kernel_and_their_network()
    {
        Composed With(Layer block) => new([new Dense(BiasDeviation: 1), block, new Relu(), new Dense(1)]);
        var (own, spelled) = (With(new Bottleneck(16)), With(new Residual(new Series([new Relu(), new Dense(16), new Relu(), new Dense()]))));
        var points = Matrix.Of(new[,] { { 1.0, 2 }, { .5, -1 }, { 0, 3 } });
        Assert.Equal(new NeuralKernel(spelled).Gram(points), new NeuralKernel(own).Gram(points));
        Assert.Equal(new NeuralKernel(spelled.OfWidth(8)).Gram(points), new NeuralKernel(own.OfWidth(8)).Gram(points));
        using var network = Network.Of(own.OfWidth(8), new PointShape(2), seed: 3, outputs: 1);
        using var other = Network.Of(spelled.OfWidth(8), new PointShape(2), seed: 3, outputs: 1);
        Assert.Equal(other.Forward(points), network.Forward(points));
        Assert.Throws<UsageException>(() => new Composed([new Bottleneck()]));
    }

    [Fact]
    public void A_layer_of_ones_own_has_its_own_kernel_and_its_own_network()
    {
        // At infinite width both normalisations divide by the same deviation: the mean over features is 0.
        Composed With(Layer layer) => new([new Dense(BiasDeviation: 1), layer, new Relu(), new Dense(1)]);
        var points = Matrix.Of(new[,] { { 1.0, 2 }, { .5, -1 }, { 0, 3 }, { 0, 0 } });
        var weights = Matrix.Of(new[,] { { 1.0, -2, 3, 1 }, { 0, 1, 2, -1 }, { 1, 1, -1, .5 }, { 2, 0, 1, 1 } });
        Kernel own = new NeuralKernel(With(new RootMeanSquareNormalization(.1))), known = new NeuralKernel(With(new LayerNormalization(.1)));
        Close.Relative(known.Gram(points), own.Gram(points), Close.Kernel);
        Close.Relative(known.Pullback(points, points, weights), own.Pullback(points, points, weights), Close.Kernel, 1);
        Assert.Throws<UsageException>(() => new Composed([new Relu(), new RootMeanSquareNormalization()]));

        using var network = Network.Of(With(new RootMeanSquareNormalization(.1)).OfWidth(6), new PointShape(2), seed: 3, outputs: 1);
        Assert.NotEqual(0, network.Forward(points)[0, 0]);
    }

    [Fact]
    public void A_wrong_adjoint_is_refused_before_anything_trains()
    {
        var refusal = Assert.Throws<UsageException>(() => Network.Of(new Composed([new Dense(4), new Wrong(), new Dense(1)]), new PointShape(2), seed: 1));
        Assert.Contains("its Pull must be the adjoint", refusal.Message);
    }

    [Fact]
    public void A_history_of_ones_own_keeps_what_it_says_and_goes_on_to_the_same_bits()
    {
        var configuration = new GameConfiguration(new KernelGame(new GaussianKernel(), .1, .02, .5), new(Matrix.Column(1, -1), [.5, .5]), new(Matrix.Column(.4, .1), [.5, .5]));
        KernelDescentAscent Run(HistoryPolicy? policy, int updates = 40)
        {
            var run = new KernelDescentAscent(configuration, policy);
            run.Advance(updates);
            return run;
        }

        Assert.Equal(Run(null).Generated, Run(new ThinnedHistory(1)).Generated);
        var thinned = Run(new ThinnedHistory(4));
        Assert.Equal(2 * 10, thinned.Centres);
        Assert.NotEqual(Run(null).Generated, thinned.Generated);

        // The step of four updates at once is small beside the whole.
        Close.Relative(Run(null).Generated, thinned.Generated, .05, 1);
        var continued = KernelDescentAscent.Restore(configuration, Run(new ThinnedHistory(4), 13).Save(), new ThinnedHistory(4));
        continued.Advance(27);
        Assert.Equal(thinned.Generated, continued.Generated);
    }

    [Fact]
    public void A_plot_of_ones_own_draws_in_the_house_style()
    {
        var (plot, data) = (new DistanceHistogram(), FlowFrame.Example(2));
        Assert.IsNotType<DistanceHistogram>(Plot.For(data));
        var picture = Pixels.Of(plot, data);
        Assert.True(picture.Marked(100, picture.Width, 100, picture.Height) > 5_000);
        Assert.True(picture.Differences(Pixels.Of(new DistanceHistogram(5), data)) > 1000);
        var text = System.Text.Encoding.UTF8.GetString(plot.Render(data, PictureFormat.Svg));
        Assert.Contains("distance from the centre of the targets", text);
    }

    /// <summary>y = z^3, whose adjoint is 3 z^2 a and not this one.</summary>
    private sealed record Wrong : FeatureLayer<Wrong.Kernels>
    {
        protected override Kernels Formula => default;

        public override void Forward<T>(ReadOnlySpan<T> input, Span<T> output)
        {
            for (var k = 0; k < input.Length; k++) output[k] = input[k] * input[k] * input[k];
        }

        public override void Pull<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> cotangents, Span<T> result)
        {
            for (var k = 0; k < input.Length; k++) result[k] = 2.0 * (input[k] * input[k] * cotangents[k]);
        }

        public readonly struct Kernels : IPairFormula
        {
            public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => new(q12 * (6.0 * (q12 * q12) + 9.0 * (q11 * q22)), 9.0 * (2.0 * (q12 * q12) + q11 * q22));
        }
    }

    [Fact]
    public void The_example_works_in_a_kernel()
    {
        var kernel = new NeuralKernel(new Mlp([new Quadratic()], hiddenLayers: 1), KernelKind.Nngp);
        var (x, y) = (Matrix.Of(new[,] { { 1.0, 2 } }), Matrix.Of(new[,] { { .5, -1 } }));

        // q11 = 5/2, q22 = 5/8, q12 = -3/4 before the activation.
        Close.Relative(2.5 * .625 + 2 * .5625, kernel.Gram(x, y)[0, 0], Close.Kernel);
    }
}
