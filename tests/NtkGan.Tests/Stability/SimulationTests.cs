using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Symmetries, bits, saved states and the edges of the simulator's domain.</summary>
public class SimulationTests
{
    private static readonly HistoryPolicy[] AllPolicies = [new ExactHistory(), new BoundedHistory(), new BoundedHistory(1e-4), new TruncatedHistory(.5)];

    public static TheoryData<int> Policies => [.. Enumerable.Range(0, AllPolicies.Length)];

    [Fact]
    public void Translation_rotation_and_order_do_not_matter()
    {
        var configuration = RandomGames.Random(new(new GaussianKernel()), 11, 3, 4, 2);
        var expected = RandomGames.After(configuration, 200);
        var (cosine, sine) = (Math.Cos(.7), Math.Sin(.7));
        Matrix Moved(Matrix points)
        {
            var moved = new Matrix(points.Rows, 2);
            for (var i = 0; i < points.Rows; i++)
                (moved[i, 0], moved[i, 1]) = (cosine * points[i, 0] - sine * points[i, 1] + 3, sine * points[i, 0] + cosine * points[i, 1] - 1);
            return moved;
        }

        var turned = new GameConfiguration(configuration.Game, new(Moved(configuration.Real.Points), configuration.Real.Masses), new(Moved(configuration.Generated.Points), configuration.Generated.Masses));
        Close.Relative(Moved(expected), RandomGames.After(turned, 200), Close.Kernel);

        int[] order = [2, 0, 3, 1];
        var shuffled = new GameConfiguration(configuration.Game, configuration.Real, new(configuration.Generated.Points.Take(order), ValueList.From(order.Select(j => configuration.Generated.Masses[j]))));
        Close.Relative(expected.Take(order), RandomGames.After(shuffled, 200), Close.Kernel);
    }

    [Fact]
    public void Without_retention_every_update_is_a_step_of_mmd()
    {
        var configuration = RandomGames.Random(new(new GaussianKernel(), .5, .1, 2), 12, 2, 3, 1);
        Assert.Equal(0, configuration.Game.Retention);
        var run = new KernelDescentAscent(configuration, new BoundedHistory());
        for (var k = 0; k < 20; k++)
        {
            var y = run.Generated;
            var (real, own) = (new Matrix(3, 1), new Matrix(3, 1));
            configuration.Game.Kernel.Expand(y, configuration.Real.Points, [.. configuration.Real.Masses], new double[3], real);
            configuration.Game.Kernel.Expand(y, y, [.. configuration.Generated.Masses], new double[3], own);
            for (var j = 0; j < 3; j++) y[j, 0] += .1 * configuration.Generated.Masses[j] * .5 * (real[j, 0] - own[j, 0]);
            run.Advance();
            Close.Relative(y, run.Generated, Close.Kernel);
            Assert.Equal(3, run.Centres);
        }
    }

    [Fact]
    public void Balanced_points_on_their_true_points_stay()
    {
        var points = Matrix.Of(new[,] { { 1 / 3.0, 2 }, { -1, .1 } });
        var start = points.Take([0, 0, 1]);
        foreach (var kernel in new Kernel[] { new GaussianKernel(), new LaplaceKernel(), new RationalQuadraticKernel() })
        {
            var configuration = new GameConfiguration(new(kernel), new(points, [.5, .5]), new(start, [.2, .3, .5]));
            Close.Relative(start, RandomGames.After(configuration, 500), Close.Kernel);
        }
    }

    [Fact]
    public void Far_regions_do_not_feel_each_other()
    {
        var game = new KernelGame(new GaussianKernel(.25));
        var near = RandomGames.After(new(game, new(Matrix.Column(0), [.5]), new(Matrix.Column(.1, -.05), [.25, .25])), 1500);
        var both = RandomGames.After(new(game, new(Matrix.Column(0, 3), [.5, .5]), new(Matrix.Column(.1, -.05, 2.9), [.25, .25, .5])), 1500);
        Close.Relative(near, both.Take([0, 1]), Close.Solver, 1);
    }

    [Theory, MemberData(nameof(Policies))]
    public void Same_bits_on_one_and_two_threads(int policy)
    {
        var configuration = RandomGames.Random(new(new GaussianKernel(.5), .1, .05, .3), 13, 5, 40, 2);
        Matrix On(int threads)
        {
            using (Workers.Limit(threads)) return RandomGames.After(configuration, 60, AllPolicies[policy]);
        }

        Assert.Equal(On(1).Values, On(2).Values);
    }

    [Theory, MemberData(nameof(Policies))]
    public void Resumed_equals_uninterrupted_to_the_bit(int policy)
    {
        foreach (var retention in new[] { 1, .95, -.2 })
        {
            var game = new KernelGame(new GaussianKernel(.5), .1, .05, (1 - retention) / .1, UpdateOrder.Simultaneous, 2);
            var configuration = RandomGames.Random(game, 14, 3, 6, 1);
            var whole = new KernelDescentAscent(configuration, AllPolicies[policy]);
            whole.Advance(301);
            var half = new KernelDescentAscent(configuration, AllPolicies[policy]);
            half.Advance(151);
            var resumed = KernelDescentAscent.Restore(configuration, half.Save(), AllPolicies[policy]);
            half.Advance(20);
            resumed.Advance(150);
            Assert.Equal(whole.Generated.Values, resumed.Generated.Values);
            Assert.Equal((whole.Updates, whole.Centres, whole.NormBound, whole.GradientBound), (resumed.Updates, resumed.Centres, resumed.NormBound, resumed.GradientBound));
            var (expected, actual) = (whole.Save(), resumed.Save());
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            foreach (var (name, part) in expected) Assert.Equal(part.Values, actual[name].Values);
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void A_start_can_be_saved_too(int policy)
    {
        var configuration = RandomGames.Random(new(new GaussianKernel()), 15, 1, 1, 3);
        var resumed = KernelDescentAscent.Restore(configuration, new KernelDescentAscent(configuration, AllPolicies[policy]).Save(), AllPolicies[policy]);
        resumed.Advance(5);
        Assert.Equal(RandomGames.After(configuration, 5, AllPolicies[policy]).Values, resumed.Generated.Values);
    }

    [Theory, MemberData(nameof(Policies))]
    public void A_foreign_or_damaged_state_is_refused(int policy)
    {
        var configuration = RandomGames.Random(new(new GaussianKernel()), 16, 2, 3, 2);
        var run = new KernelDescentAscent(configuration, AllPolicies[policy]);
        run.Advance(3);
        var state = run.Save();
        void Refuses(GameConfiguration game, IReadOnlyDictionary<string, Matrix> saved) =>
            Assert.Throws<InvalidDataFormatException>(() => KernelDescentAscent.Restore(game, saved, AllPolicies[policy]));
        Refuses(RandomGames.Random(configuration.Game, 1, 2, 4, 2), state);
        Refuses(RandomGames.Random(configuration.Game, 1, 2, 3, 1), state);
        Refuses(configuration, state.Append(new("history/other", Matrix.Column(1))).ToDictionary());
        foreach (var name in state.Keys)
        {
            Refuses(configuration, state.Where(part => part.Key != name).ToDictionary());
            Refuses(configuration, state.ToDictionary(part => part.Key, part => part.Key == name ? Filled(part.Value.Rows, part.Value.Columns, double.NaN) : part.Value));
            Refuses(configuration, state.ToDictionary(part => part.Key, part => part.Key == name ? new Matrix(part.Value.Rows + 1, part.Value.Columns + 1) : part.Value));
        }

        foreach (var (name, value) in new[] { ("updates", -1), ("updates", .5), ("history/next", 100), ("history/resting_on", 100), ("history/compaction", 1e300) })
            if (state.ContainsKey(name)) Refuses(configuration, state.ToDictionary(part => part.Key, part => part.Key == name ? Filled(part.Value.Rows, 1, value) : part.Value));
    }

    [Fact]
    public void Every_kernel_plays()
    {
        foreach (var kernel in RandomGames.Kernels.Append(TransformedKernel.Example).Append(new EnergyKernel()))
        {
            var run = new KernelDescentAscent(RandomGames.Random(new(kernel), 17, 3, 4, 2), new BoundedHistory());
            run.Advance(30);
            Assert.True(run.Generated.IsFinite());
            Assert.NotEqual(run.Configuration.Generated.Points.Values.ToArray(), run.Generated.Values.ToArray());
        }
    }

    [Fact]
    public void Points_without_mass_are_carried_along()
    {
        var real = new WeightedPoints(Matrix.Column(0, 5), [1, 0]);
        foreach (var history in AllPolicies)
        {
            var with = RandomGames.After(new(new(new GaussianKernel()), real, new(Matrix.Column(.7, .3, -.2), [0, 1, 0])), 100, history);
            var without = RandomGames.After(RandomGames.OnePoint(new(new GaussianKernel()), .3), 100, history);
            Assert.Equal((.7, without[0, 0], -.2), (with[0, 0], with[1, 0], with[2, 0]));
        }

        var still = RandomGames.After(new(new(new GaussianKernel()), real, new(Matrix.Column(.7), [0])), 10);
        Assert.Equal(.7, still[0, 0]);
    }

    [Fact]
    public void Equal_points_move_as_one()
    {
        var target = WeightedPoints.Uniform(new Matrix(1, 2));
        var one = RandomGames.After(new(new(new GaussianKernel(), .1, .01 / 3), target, WeightedPoints.Uniform(Filled(1, 2, .4))), 200);
        foreach (var history in RandomGames.Policies)
        {
            var y = RandomGames.After(new(new(new GaussianKernel()), target, WeightedPoints.Uniform(Filled(3, 2, .4))), 200, history);
            Assert.Equal(y.Row(0), y.Row(1));
            Assert.Equal(y.Row(0), y.Row(2));
            Close.Relative(one.Row(0), y.Row(0), Close.Gradient);
        }
    }

    [Fact]
    public void A_kick_is_seeded_and_moves_points_alone()
    {
        var configuration = RandomGames.TwoTrue(new(new GaussianKernel(.1)), 0, 10);
        KernelDescentAscent Kicked(ulong seed)
        {
            var run = new KernelDescentAscent(configuration);
            run.Advance(3);
            run.Kick(1e-3, seed);
            return run;
        }

        Assert.Equal(Kicked(1).Generated.Values, Kicked(1).Generated.Values);
        Assert.NotEqual(Kicked(1).Generated[0, 0], Kicked(2).Generated[0, 0]);
        Assert.InRange(Math.Abs(Kicked(1).Generated[0, 0]), 1e-6, 1e-2);
        Assert.Throws<InvalidDataFormatException>(() => Kicked(1).Displace(new Matrix(1, 1)));
    }

    [Fact]
    public void A_point_that_runs_off_is_reported()
    {
        var run = new KernelDescentAscent(RandomGames.OnePoint(new(new NeuralKernel(), 1, 10, 3), 3));
        var failure = Assert.Throws<NumericalException>(() => run.Advance(5000));
        Assert.Contains("run off", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Senseless_games_are_refused()
    {
        Kernel kernel = new GaussianKernel();
        Assert.Throws<UsageException>(() => new KernelGame(kernel, 0));
        Assert.Throws<UsageException>(() => new KernelGame(kernel, GeneratorRate: double.NaN));
        Assert.Throws<UsageException>(() => new KernelGame(kernel, Regularisation: -1));
        Assert.Throws<UsageException>(() => new KernelGame(kernel, DiscriminatorSteps: 0));
        Assert.Throws<UsageException>(() => new WeightedPoints(Matrix.Column(1, 2), [1]));
        Assert.Throws<UsageException>(() => new WeightedPoints(Matrix.Column(1), [-1]));
        Assert.Throws<InvalidDataFormatException>(() => WeightedPoints.Uniform(new Matrix(0, 1)));
        Assert.Throws<InvalidDataFormatException>(() => WeightedPoints.Uniform(Matrix.Column(double.NaN)));
        Assert.Throws<InvalidDataFormatException>(() => new GameConfiguration(new(kernel), WeightedPoints.Uniform(new Matrix(1, 2)), WeightedPoints.Uniform(new Matrix(1, 1))));
    }

    private static Matrix Filled(int rows, int columns, double value)
    {
        var matrix = new Matrix(rows, columns);
        matrix.Values.Fill(value);
        return matrix;
    }
}
