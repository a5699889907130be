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
        Assert.Equal(Regime.Collapses, Path(_ => 7).Regime);
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
