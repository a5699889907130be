using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.State;
using NtkGan.Tests.Numerics;
using static NtkGan.Tests.Games.ScalarTangentKernel;

namespace NtkGan.Tests.Games;

public class NetworkTrainingTests
{
    private static readonly Matrix Fakes = new(4, 2, RandomMatrices.Normal(8, 1));
    private static readonly Matrix Targets = new(6, 2, RandomMatrices.Normal(12, 2));
    private static readonly Matrix Queries = new(3, 2, RandomMatrices.Normal(6, 3));
    private static readonly NeuralKernel Small = new(new Mlp([new Erf()], 2, 8, biasDeviation: 1));

    public static TheoryData<string, bool> Losses
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var member in Catalog.Members<Loss>())
            {
                data.Add(member.Name, false);
                data.Add(member.Name, true);
            }

            return data;
        }
    }

    private static Network NetworkOf(TrainedDiscriminator trained) => ((NetworkDiscriminator)trained.Discriminator).Network;

    [Theory, MemberData(nameof(Losses))]
    public void A_small_step_descends_the_loss_as_the_tangent_kernel_says(string name, bool isPooled)
    {
        const double step = 1e-8;
        var loss = (Loss)Catalog.Find(typeof(Loss), name).Example();
        var normalisation = isPooled ? Normalisation.Pooled : Normalisation.PerMeasure;
        var trained = new NetworkTraining(step, new Sgd(step)).Start(Small, loss, normalisation, seed: 5).Train(Fakes, Targets);
        using var before = Network.Of(Small.Architecture, new PointShape(2), 5);
        var points = Fakes.Above(Targets);
        var values = before.Forward(points).Values.ToArray();
        var problem = new TrainingProblem(4, 6, () => new Matrix(10, 10), loss, normalisation);
        var forces = new double[10];
        problem.Forces(values, forces);
        var gram = new EmpiricalTangentKernel(before).Gram(Queries, points);
        var (start, end) = (before.Forward(Queries), trained.Discriminator.Values(Queries));
        for (var i = 0; i < Queries.Rows; i++)
        {
            var expected = 0.0;
            for (var p = 0; p < 10; p++) expected += gram[i, p] * problem.Weights[p] * forces[p];
            Close.Relative(expected, (end[i] - start[i, 0]) / step, Close.Difference, 1);
        }
    }

    [Fact]
    public void Steps_follow_from_the_time_and_the_last_is_shortened()
    {
        Assert.Equal(10, new NetworkTraining(1, new Sgd(.1)).Rates().Count());
        Assert.Equal([.4, .4, .2], new NetworkTraining(1, new Sgd(.4)).Rates().Select(rate => Math.Round(rate, 12)));
        Assert.Equal([.3], new NetworkTraining(.3, new Sgd(1)).Rates());
        Assert.Equal([0], new NetworkTraining(0, new Sgd(1)).Rates());
        Assert.Equal([.5, .5, .5], new NetworkTraining(100, new Sgd(.5), steps: 3).Rates());
        Assert.Throws<UsageException>(() => new NetworkTraining(1e30).Rates());
        Assert.Throws<UsageException>(() => new NetworkTraining(double.PositiveInfinity));
        Assert.Throws<UsageException>(() => new NetworkTraining(steps: 0));
        Assert.Throws<UsageException>(() => new NetworkTraining(gradientPenalty: -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_saved_trainer_goes_on_to_the_same_bits(bool reset)
    {
        DiscriminatorTrainer Start() => new NetworkTraining(optimizer: new Adam(.01), steps: 3, reset: reset, gradientPenalty: .5).Start(Small, new Vanilla(), seed: 8);
        var (one, two) = (Start(), Start());
        Assert.Empty(one.Save());
        var first = one.Train(Fakes, Targets).Discriminator.Values(Queries);
        var saved = one.Save();
        var second = one.Train(Fakes, Targets).Discriminator.Values(Queries);
        two.Restore(saved);
        Assert.Equal(second, two.Train(Fakes, Targets).Discriminator.Values(Queries));
        Assert.NotEqual(first, second);
        one.Restore(saved);
        Assert.Equal(second, one.Train(Fakes, Targets).Discriminator.Values(Queries));
        one.Restore(new Dictionary<string, Matrix>());
        Assert.Equal(first, one.Train(Fakes, Targets).Discriminator.Values(Queries));
        Assert.Throws<InvalidDataFormatException>(() => one.Restore(saved.Skip(1).ToDictionary()));
        Assert.Throws<InvalidDataFormatException>(() => one.Restore(saved.SkipLast(1).ToDictionary()));
    }

    [Fact]
    public void Weights_are_kept_or_drawn_anew()
    {
        DiscriminatorTrainer Start(bool reset) => new NetworkTraining(1e-12, new Sgd(1e-12), reset: reset, antisymmetric: true).Start(Small, new Ipm(), seed: 8);
        var (warm, anew) = (Start(false), Start(true));
        var kept = NetworkOf(warm.Train(Fakes, Targets)).Save()["plus_weights_1"].Values.ToArray();
        Close.Relative(kept, NetworkOf(warm.Train(Fakes, Targets)).Save()["plus_weights_1"].Values, Close.Kernel);
        Close.Relative(kept, NetworkOf(anew.Train(Fakes, Targets)).Save()["plus_weights_1"].Values, Close.Kernel);
        Assert.True(Math.Abs(kept[0] - NetworkOf(anew.Train(Fakes, Targets)).Save()["plus_weights_1"].Values[0]) > Close.Difference);
    }

    [Fact]
    public void A_trained_discriminator_stays_as_it_is()
    {
        var trainer = new NetworkTraining().Start(Small, new Lsgan());
        var trained = trainer.Train(Fakes, Targets).Discriminator;
        var (values, gradients) = (new double[3], new Matrix(3, 2));
        trained.Evaluate(Queries, values, gradients);
        trainer.Train(Fakes, Targets);
        Assert.Equal(values, trained.Values(Queries));
        for (var i = 0; i < 3; i++)
            for (var d = 0; d < 2; d++)
            {
                const double step = 1e-5;
                var (up, down) = (Queries.Clone(), Queries.Clone());
                up[i, d] += step;
                down[i, d] -= step;
                Close.Relative((trained.Values(up)[i] - trained.Values(down)[i]) / (2 * step), gradients[i, d], Close.Difference, 1);
            }
    }

    [Fact]
    public void The_penalty_draws_slopes_to_one()
    {
        // A loss that weighs little beside it, and points apart: |f(y) - f(x)| / |y - x| approaches 1.
        double Slope(double penalty)
        {
            Matrix fake = Matrix.Of(new[,] { { -.5, 0.0 } }), target = Matrix.Of(new[,] { { .5, 0.0 } });
            var trained = new NetworkTraining(optimizer: new Adam(.01), steps: 300, gradientPenalty: penalty).Start(Small, new Ipm(), seed: 2).Train(fake, target);
            return trained.Discriminator.Values(target)[0] - trained.Discriminator.Values(fake)[0];
        }

        Assert.InRange(Slope(100), .9, 1.1);
        Assert.InRange(Slope(0), 3, double.PositiveInfinity);
    }

    [Fact]
    public void Spectral_normalisation_bounds_the_slopes()
    {
        var kernel = new NeuralKernel(new Mlp([new Relu()], 2, 32, weightDeviation: 3, biasDeviation: 1));
        double Steepest(bool spectral)
        {
            var trained = new NetworkTraining(optimizer: new Adam(.05), steps: 40, spectralNormalization: spectral).Start(kernel, new Ipm(), seed: 2).Train(Fakes, Targets);
            var (values, gradients) = (new double[10], new Matrix(10, 2));
            trained.Discriminator.Evaluate(Fakes.Above(Targets), values, gradients);
            return Enumerable.Range(0, 10).Max(i => Math.Sqrt(DotProduct.Of(gradients.Row(i), gradients.Row(i))));
        }

        // Three layers, each at most a few per cent above 1.
        Assert.InRange(Steepest(true), .2, 1.1);
        Assert.InRange(Steepest(false), 2, double.PositiveInfinity);
    }

    [Fact]
    public void An_input_transform_comes_before_the_network()
    {
        var transform = new NtkGan.Kernels.Transforms.TanhTransform();
        var settings = new NetworkTraining(optimizer: new Adam(.01), steps: 5);
        var inner = settings.Start(Small, new Lsgan(), seed: 4).Train(transform.Apply(Fakes), transform.Apply(Targets)).Discriminator;
        var whole = settings.Start(new TransformedKernel(Small, transform), new Lsgan(), seed: 4).Train(Fakes, Targets).Discriminator;
        var (values, gradients, slopes) = (new double[3], new Matrix(3, 2), new Matrix(3, 2));
        whole.Evaluate(Queries, values, gradients);
        var (innerValues, innerGradients) = (new double[3], new Matrix(3, 2));
        inner.Evaluate(transform.Apply(Queries, slopes), innerValues, innerGradients);
        Close.Relative(innerValues, values, Close.Kernel, 1);
        for (var entry = 0; entry < 6; entry++) Close.Relative(slopes.Values[entry] * innerGradients.Values[entry], gradients.Values[entry], Close.Kernel, 1);
        var penalised = new NetworkTraining(optimizer: new Adam(.01), steps: 5, gradientPenalty: 10).Start(new TransformedKernel(Small, transform), new Lsgan(), seed: 4);
        Assert.NotEqual(values, penalised.Train(Fakes, Targets).Discriminator.Values(Queries));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Matrix fakes = new(150, 2, RandomMatrices.Normal(300, 4)), targets = new(130, 2, RandomMatrices.Normal(260, 5));
        double[] Values(int threads)
        {
            using (Workers.Limit(threads))
                return new NetworkTraining(optimizer: new Adam(.01), steps: 4, gradientPenalty: 1).Start(Small, new Hinge()).Train(fakes, targets).Discriminator.Values(Queries);
        }

        Assert.Equal(Values(1), Values(2));
    }

    [Theory]
    [InlineData("ipm")]
    [InlineData("lsgan")]
    public void Wide_networks_train_as_their_kernel_says(string name)
    {
        // RMS error on a grid over twelve seeds against Euler steps at infinite width: it falls like width^-1/2 in the limit.
        var loss = (Loss)Catalog.Find(typeof(Loss), name).Example();
        Matrix fakes = Matrix.Column(ModesFakes), targets = Matrix.Column(ModesTargets);
        var grid = Matrix.Column([.. Enumerable.Range(0, 31).Select(i => -3 + .2 * i)]);
        var limit = KernelDiscriminator.Train(new NeuralKernel(new Mlp(biasDeviation: 1)), fakes, targets, loss, new Euler(1, .1)).Discriminator.Values(grid);
        int[] widths = [64, 128, 256];
        var errors = widths.Select(width => Math.Sqrt(Enumerable.Range(1, 12).Average(seed =>
        {
            var kernel = new NeuralKernel(new Mlp(width: width, biasDeviation: 1));
            var values = new NetworkTraining(1, new Sgd(.1), antisymmetric: true).Start(kernel, loss, seed: (ulong)seed).Train(fakes, targets).Discriminator.Values(grid);
            return values.Zip(limit, (finite, infinite) => (finite - infinite) * (finite - infinite)).Average();
        }))).ToArray();
        Assert.InRange(Math.Log(errors[^1] / errors[0]) / Math.Log((double)widths[^1] / widths[0]), -.8, -.3);
    }

    [Fact]
    public void Training_moves_the_kernel_of_a_wide_network_less()
    {
        double Drift(int width)
        {
            var trainer = new NetworkTraining(2, new Sgd(.1), antisymmetric: true).Start(new NeuralKernel(new Mlp(width: width, biasDeviation: 1)), new Lsgan(), seed: 3);
            var (initial, present) = trainer.Train(Fakes, Targets).Discriminator.TangentKernels(Fakes.Above(Targets))!.Value;
            return KernelDrift.RelativeChange(initial, present);
        }

        // The drift falls like width^-1/2 or faster: over a factor of 16 at least by two.
        var (narrow, wide) = (Drift(32), Drift(512));
        Assert.InRange(narrow, 0, 1);
        Assert.InRange(wide, double.Epsilon, narrow / 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_search_lowers_the_loss_with_every_step_and_goes_on_from_training_to_training(bool isPooled)
    {
        var normalisation = isPooled ? Normalisation.Pooled : Normalisation.PerMeasure;
        var trainer = new NetworkTraining(optimizer: new Lbfgs(), steps: 1).Start(Small, new Lsgan(), normalisation, seed: 5);
        var problem = new TrainingProblem(4, 6, () => new Matrix(10, 10), new Lsgan(), normalisation);
        var (points, before, first) = (Fakes.Above(Targets), double.PositiveInfinity, double.NaN);
        for (var step = 0; step < 30; step++)
        {
            var loss = problem.DiscriminatorLoss(trainer.Train(Fakes, Targets).Discriminator.Values(points));
            Assert.True(loss <= before, $"{loss} is above {before}");
            if (step == 0) first = loss;
            before = loss;
        }

        // Ten points are few for 105 weights: they are almost told apart.
        Assert.InRange(before, 0, first / 10);
        var again = new NetworkTraining(optimizer: new Lbfgs(), steps: 1).Start(Small, new Lsgan(), normalisation, seed: 5);
        again.Restore(trainer.Save());
        Assert.Equal(trainer.Train(Fakes, Targets).Discriminator.Values(points), again.Train(Fakes, Targets).Discriminator.Values(points));
    }

    [Fact]
    public void What_no_time_counts_needs_steps_and_a_penalty_has_no_cost()
    {
        Assert.Contains("number of steps", Assert.Throws<UsageException>(() => new NetworkTraining(optimizer: new Lbfgs())).Message, StringComparison.Ordinal);
        Assert.Contains("penalty", Assert.Throws<UsageException>(() => new NetworkTraining(optimizer: new Backtracking(), steps: 3, gradientPenalty: 1)).Message, StringComparison.Ordinal);
        Assert.Equal([.001, .001], new NetworkTraining(optimizer: new Adam(), steps: 2).Rates());
    }

    [Fact]
    public void Divergence_and_misuse_are_said()
    {
        Assert.Throws<NumericalException>(() => new NetworkTraining(optimizer: new Sgd(1e6), steps: 200).Start(new NeuralKernel(new Mlp(width: 8)), new Lsgan()).Train(Fakes, Targets));
        Assert.Contains("neural", Assert.Throws<UsageException>(() => new NetworkTraining().Start(new GaussianKernel(), new Ipm())).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new NetworkTraining().Start(new NeuralKernel(Variant: KernelKind.Nngp), new Ipm()));
        Assert.Throws<UsageException>(() => new NetworkTraining().Start(Small, new Ipm(), initial: new KernelDiscriminator(Small, Fakes, new double[4])));
        Assert.Throws<InvalidDataFormatException>(() => new NetworkTraining().Start(Small, new Ipm()).Train(Fakes, new Matrix(2, 3)));
        Assert.Throws<UsageException>(() => new NetworkTraining().Start(Small, new Ipm()).Train(new Matrix(0, 2), Targets));
        using var two = Network.Of(new Mlp(width: 4), new PointShape(2), 1, outputs: 2);
        Assert.Throws<UsageException>(() => new NetworkDiscriminator(two));
    }
}
