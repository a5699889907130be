using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Stability;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Experiments.Stability;

public sealed class AtlasExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static StabilityAtlasExperiment Small(int updates = 400) => new(Game: new(new GaussianKernel(), .1, .1),
        X: new(GameParameter.Width, .05, 3, 8, 4), Y: new(GameParameter.Regularisation, .1, 12, 6, 3), Generated: new(new ListedPoints([[.001]])), Updates: updates, Records: 200, Batch: 2);

    private void Run(Experiment experiment, string name, long stopAt = -1)
    {
        using var folder = RunFolder.CreateOrOpen(_folder[name], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]));
        var run = experiment.Start();
        folder.Restore(run, Assert.Fail);
        using var stop = new CancellationTokenSource();
        new ExperimentRunner(folder, experiment.Log).Run(run, new Told<RunProgress>(progress => { if (progress.Step == stopAt) stop.Cancel(); }), stop.Token);
    }

    private byte[] Results(string name) => File.ReadAllBytes(_folder[$"{name}/samples.npz"]);

    [Fact]
    public void Resumed_or_on_two_threads_it_gives_the_same_bytes()
    {
        using (Workers.Limit(1)) Run(Small(), "whole");
        using (Workers.Limit(2))
        {
            Run(Small(), "two");
            Run(Small(), "cut", 3);
            Run(Small(), "cut");
        }

        Assert.Equal(Results("whole"), Results("two"));
        Assert.Equal(Results("whole"), Results("cut"));
        Assert.Equal(File.ReadAllText(_folder["whole/metrics.csv"]), File.ReadAllText(_folder["cut/metrics.csv"]));
        Assert.True(File.Exists(_folder["whole/frames/00000006.png"]));
        Assert.True(File.Exists(_folder["whole/frames/00000006.svg"]));
    }

    // Every cell against the game itself: a kernel of that length, points where they are, no change of units.
    [Fact]
    public void Cells_equal_single_simulations_and_single_predictions()
    {
        Run(Small(), "a");
        var arrays = NumpyArchive.Read(_folder["a/samples.npz"]);
        double[] widths = arrays["simulated_x"].Values.ToArray(), regularisations = arrays["simulated_y"].Values.ToArray();
        for (var i = 0; i < regularisations.Length; i++)
        {
            for (var j = 0; j < widths.Length; j++)
            {
                var game = new GameConfiguration(new(new GaussianKernel(widths[j]), .1, .1, regularisations[i]), WeightedPoints.Uniform(Matrix.Column(0)), WeightedPoints.Uniform(Matrix.Column(.001)));
                Assert.Equal((double)StabilityPrediction.Of(game).Outcome!.Regime, arrays["expected"].Values[i * widths.Length + j]);
                var simulation = new KernelDescentAscent(game);
                List<Matrix> path = [simulation.Generated];
                while (simulation.Updates < 400)
                {
                    simulation.Advance(2);
                    path.Add(simulation.Generated);
                }

                var observed = ObservedRegime.Classify(game, path).Regime;
                Assert.Equal((double)observed, arrays["observed"].Values[i * widths.Length + j]);
            }
        }
    }

    [Fact]
    public void A_change_of_units_changes_no_path()
    {
        var settings = Small();
        var start = new GameConfiguration(settings.Game, WeightedPoints.Uniform(Matrix.Column(0)), WeightedPoints.Uniform(Matrix.Column(.3)));
        var numbers = new GameParameters(.5, .7, .1, .2, 1.4);
        var scaled = new KernelDescentAscent(new PredictionSurface(start).ConfigurationAt(numbers));
        var plain = new KernelDescentAscent(new(new(new GaussianKernel(.5), .1, .2, .7), start.Real, WeightedPoints.Uniform(Matrix.Column(.3), 1.4)));
        for (var k = 0; k < 50; k++)
        {
            scaled.Advance();
            plain.Advance();
            Close.Within(plain.Generated[0, 0], .5 * scaled.Generated[0, 0], Close.Solver);
        }
    }

    // The published map has 956, 145 and 16 unstable cells; the best are .6680833, .81 and .9801.
    [Fact]
    public void The_map_of_eigenvalues_has_its_published_cells()
    {
        var run = new EigenvalueMapExperiment().Start();
        foreach (var (unstable, best, width, regularisation) in new[] { (956, .6680833, .07, 1.8263636), (145, .81, .01, 10), (16, .9801, .01, 10) })
        {
            run.Advance();
            var row = run.Measure();
            Assert.Equal(unstable, row[0]);
            Close.Within(best, row[1]!.Value, Close.SevenDecimals);
            Close.Within(width, row[2]!.Value, Close.SevenDecimals);
            Close.Within(regularisation, row[3]!.Value, Close.SevenDecimals);
        }
    }

    [Fact]
    public void The_second_moment_stays_below_its_bounds()
    {
        var run = new SecondMomentBoundExperiment().Start();
        run.Advance();
        var arrays = run.Results();
        Assert.True(run.Measure()[2] <= Close.Difference);
        for (var i = 0; i < arrays["time"].Rows; i++)
            for (var bound = 1; bound <= 4; bound++) Assert.True(arrays["variance"][i, 0] <= arrays[$"bound_{bound}"][i, 0] + Close.Difference);
        Close.Within(.0021732, arrays["variance"][40, 0], Close.SevenDecimals);
    }

    [Theory]
    [InlineData("two parameters", "y={parameter: width, from: 1, to: 2}")]
    [InlineData("above 0", "x={parameter: width, from: 0, to: 2}")]
    [InlineData("logarithmic", "y={parameter: regularisation, from: 0, to: 2}")]
    [InlineData("to must be above from", "x={parameter: width, from: 2, to: 2}")]
    [InlineData("simulations", "x.simulations=0")]
    [InlineData("widht", "x.parameter=widht")]
    [InlineData("kink", "game.kernel=laplace")]
    [InlineData("mass", "generated.masses={kind: uniform, total: 0}")]
    public void Hostile_settings_get_one_sentence(string part, params string[] words)
    {
        var failure = Assert.Throws<UsageException>(() => Composition.Of(["kind=stability_atlas", .. words]).Experiment.Start());
        Assert.Contains(part, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_linear_axis_may_begin_at_no_regularisation()
    {
        var axis = new AtlasAxis(GameParameter.Regularisation, 0, 2, 5, 2, AxisScale.Linear);
        Assert.Equal([0, .5, 1, 1.5, 2], Enumerable.Range(0, 5).Select(i => axis.Grid[i]));
        Assert.Equal([.5, 1.5], Enumerable.Range(0, 2).Select(axis.Simulated));
    }
}
