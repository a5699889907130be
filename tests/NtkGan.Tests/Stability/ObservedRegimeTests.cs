using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Classification of runs: invented paths with known regimes, and real runs against their predictions.</summary>
public class ObservedRegimeTests
{
    private static GameConfiguration Game(double sigma, double[] real, double[] generated, double etaD = .1, double etaG = .01, double lambda = 1) =>
        new(new KernelGame(new GaussianKernel(sigma), etaD, etaG, lambda), WeightedPoints.Uniform(Matrix.Column(real)), WeightedPoints.Uniform(Matrix.Column(generated)));

    private static ObservedRegime Path(Func<double, double> position) =>
        ObservedRegime.Classify(Game(1, [0], [0]), [.. Enumerable.Range(0, 101).Select(k => Matrix.Column(position(k / 100.0)))]);

    private static ObservedRegime Run(GameConfiguration configuration, int updates)
    {
        var run = new KernelDescentAscent(configuration);
        List<Matrix> trajectory = [run.Generated];
        for (var k = 0; k < 100; k++)
        {
            run.Advance(updates / 100);
            trajectory.Add(run.Generated);
        }

        return ObservedRegime.Classify(configuration, trajectory);
    }

    [Fact]
    public void Invented_paths()
    {
        Assert.Equal(Regime.Converges, Path(t => Math.Exp(-20 * t)).Regime);
        Assert.Equal(Regime.Converges, Path(_ => 0).Regime);
        Assert.Equal(Regime.Converges, Path(t => .5 / (1 + t)).Regime);
        Assert.Equal(Regime.Oscillates, Path(t => Math.Exp(-5 * t) * Math.Cos(40 * t)).Regime);
        Assert.Equal(Regime.Oscillates, Path(t => .5 * Math.Cos(40 * t)).Regime);
        Assert.Equal([Regime.Frozen], Path(_ => 7).Points);
        Assert.Equal(Regime.Frozen, Path(_ => 7).Regime);
        Assert.Equal(Regime.Collapses, Path(t => .68 + .5 * Math.Exp(-20 * t)).Regime);
        Assert.Equal(Regime.Collapses, Path(t => .68 + .1 * Math.Cos(40 * t)).Regime);
        Assert.Equal(Regime.Diverges, Path(t => 3 + 10 * t).Regime);
        Assert.Equal(Regime.Diverges, Path(t => .01 * Math.Exp(5 * t) * Math.Cos(40 * t)).Regime);
        Assert.Equal(6, Assert.Single(Path(t => .5 * Math.Cos(12 * Math.PI * t + .1)).Crossings));
    }

    [Fact]
    public void A_slow_approach_is_told_from_a_point_that_is_held()
    {
        Assert.False(Path(t => .6 - .05 * t).IsSettled);
        Assert.Equal(Regime.Collapses, Path(t => .6 - .05 * t).Regime);
        Assert.True(Path(t => .68 + .5 * Math.Exp(-20 * t)).IsSettled);
        Assert.True(Path(t => Math.Exp(-20 * t)).IsSettled);
        Assert.True(Path(t => 3 + 10 * t).IsSettled);
    }

    [Fact]
    public void A_true_point_without_company_is_a_collapse()
    {
        var observed = ObservedRegime.Classify(Game(.2, [0, 5], [0, .1]), [.. Enumerable.Repeat(Matrix.Column(0.0, 0), 10)]);
        Assert.Equal(Regime.Collapses, observed.Regime);
        Assert.Equal([1], observed.Unvisited);
        Assert.Equal([Regime.Converges, Regime.Converges], observed.Points);
    }

    [Fact]
    public void Points_that_all_rest_far_from_every_true_point_are_frozen_and_nothing_has_collapsed()
    {
        ObservedRegime Rest(double[] real, double[] generated) => ObservedRegime.Classify(Game(.2, real, generated), [.. Enumerable.Repeat(Matrix.Column(generated), 10)]);
        Assert.Equal(Regime.Frozen, Rest([0, 5], [2, 8]).Regime);
        Assert.Equal([0, 1], Rest([0, 5], [2, 8]).Unvisited);

        // As soon as one has come to a true point, the other one is missed; with company for both, the stray point alone counts.
        Assert.Equal(Regime.Collapses, Rest([0, 5], [0, 8]).Regime);
        Assert.Equal(Regime.Frozen, Rest([0, 5], [0, 5, 8]).Regime);

        // One that was thrown out there has diverged.
        Assert.Equal(Regime.Diverges, ObservedRegime.Classify(Game(.2, [0], [.02]), [Matrix.Column(.02), .. Enumerable.Repeat(Matrix.Column(8.0), 20)]).Regime);
    }

    [Theory]
    [InlineData(10, .1, .1, Regime.Frozen)] // beyond the reach of its kernel, held by the memory's decay
    [InlineData(1, .1, 0, Regime.Frozen)] // no decay, but no force reaches the last digit
    [InlineData(.75, .1, 0, Regime.Diverges)] // no decay, and a force that adds up: it would show after more updates than are run
    public void What_is_predicted_of_a_lone_point_far_away_is_what_is_seen(double start, double sigma, double lambda, Regime expected)
    {
        foreach (var dimension in new[] { 1, 2 })
        {
            var (real, generated) = (new Matrix(1, dimension), new Matrix(1, dimension));
            generated[0, 0] = start;
            GameConfiguration game = new(new KernelGame(new GaussianKernel(sigma), .001, .001, lambda), WeightedPoints.Uniform(real), WeightedPoints.Uniform(generated));
            Assert.Equal(expected, StabilityPrediction.Of(game).Outcome!.Regime);
            if (expected == Regime.Frozen) Assert.Equal(expected, Run(game, 2000).Regime);
        }
    }

    [Fact]
    public void Bad_trajectories_are_refused()
    {
        Assert.Throws<InvalidDataFormatException>(() => ObservedRegime.Classify(Game(1, [0], [0]), [Matrix.Column(0.0)]));
        Assert.Throws<InvalidDataFormatException>(() => ObservedRegime.Classify(Game(1, [0], [0]), [.. Enumerable.Repeat(Matrix.Column(0.0, 0), 10)]));
    }

    public static TheoryData<GameConfiguration, int> Runs => new()
    {
        { Game(1, [0], [.1]), 1000 },
        { Game(1, [0], [.1], lambda: .1), 1000 },
        { Game(1, [0], [.1], lambda: 0), 1000 },
        { Game(.1, [0], [.01], .1, .1, .1), 1000 },
        { Game(.25, [1, -1], [1.05, .96]), 2000 },
        { Game(.1, [1, -1], [1.05, .96]), 2000 },
        { Game(.5, [1, -1], [1.05, .96]), 4000 },
        { Game(.25, [1, -1], [1.05, -.96]), 1000 },
        { Game(.5, [1, -1], [1.05, -.96]), 2000 },
        { Game(.1, [1, -1], [1.6, 1.7]), 2000 },
        { Game(.2, [1], [1.02, 3]), 1000 },
        { Game(.1, [0], [0, 2]), 2000 },
    };

    [Theory, MemberData(nameof(Runs))]
    public void Runs_do_as_predicted(GameConfiguration configuration, int updates) =>
        Assert.Equal(StabilityPrediction.Of(configuration).Outcome!.Regime, Run(configuration, updates).Regime);

    [Theory]
    [InlineData(UpdateOrder.Alternating, 1)]
    [InlineData(UpdateOrder.Alternating, 1.5)]
    [InlineData(UpdateOrder.Simultaneous, .8)]
    public void Away_from_the_edge_a_map_of_one_point_is_as_predicted(UpdateOrder order, double mass)
    {
        // Near |z| = 1, and near the turn from swinging to creeping, a run of this length cannot tell.
        var (agreeing, clear) = (0, 0);
        foreach (var sigma in new[] { .05, .1, .2, .4, .8 })
        {
            foreach (var lambda in new[] { .1, .3, 1, 2 })
            {
                GameConfiguration At(double width) => new(new KernelGame(new GaussianKernel(width), .1, .1, lambda, order),
                    new(Matrix.Column(0.0), [1]), new(Matrix.Column(.05 * width), [mass]));
                var prediction = StabilityPrediction.Of(At(sigma));
                if (Math.Abs(prediction.Outcome!.Rate - 1) < .01 || new[] { .8, 1.25 }.Any(share => StabilityPrediction.Of(At(share * sigma)).Outcome!.Regime != prediction.Outcome!.Regime)) continue;
                clear++;
                var run = new KernelDescentAscent(At(sigma), new BoundedHistory());
                List<Matrix> trajectory = [run.Generated];
                for (var k = 0; k < 1000; k++)
                {
                    run.Advance();
                    trajectory.Add(run.Generated);
                }

                if (ObservedRegime.Classify(At(sigma), trajectory).Regime == prediction.Outcome!.Regime) agreeing++;
            }
        }

        Assert.True(clear >= 8, $"Only {clear} cells are clear.");
        Assert.True(agreeing >= .95 * clear, $"{agreeing} of {clear} clear cells agree.");
    }
}
