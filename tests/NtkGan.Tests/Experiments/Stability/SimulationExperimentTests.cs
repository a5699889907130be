using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Stability;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.Tests.Stability;

namespace NtkGan.Tests.Experiments.Stability;

public sealed class SimulationExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static StabilitySimulationExperiment Small(HistoryPolicy? history = null, LogSettings? log = null) => new(
        Seed: 3, Generated: new(new ListedPoints([[-1.1], [.9]]), Copies: 2, Deviation: [.1], Masses: new RandomMasses()), Game: new(new GaussianKernel(.5)),
        Vary: new(Regularisations: [1, .1], Kernels: [new GaussianKernel(.5), new LaplaceKernel(.4)]), History: history, Updates: 40, Trials: 2,
        Kick: new(1e-6, 3, 5), Log: log ?? new(Every: 4, FramesEvery: 0, CheckpointEvery: 7));

    private static StabilitySimulationExperiment OnePoint(params ValueList<LocalModel> models) => new(Real: new(new ListedPoints([[0]])),
        Generated: new(new ListedPoints([[.1]])), Game: new(new GaussianKernel(), .1, .01, .1), Updates: 999, Models: models, Log: new(Every: 9, FramesEvery: 0));

    private string Run(Experiment experiment, string name, long stopAt = -1)
    {
        using var folder = RunFolder.CreateOrOpen(_folder[name], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]));
        var run = experiment.Start();
        folder.Restore(run, Assert.Fail);
        using var stop = new CancellationTokenSource();
        new ExperimentRunner(folder, experiment.Log).Run(run, new Told<RunProgress>(progress => { if (progress.Step == stopAt) stop.Cancel(); }), stop.Token);
        return File.ReadAllText(_folder[$"{name}/metrics.csv"]);
    }

    private byte[] Results(string name) => File.ReadAllBytes(_folder[$"{name}/samples.npz"]);

    [Fact]
    public void A_resumed_run_equals_the_uninterrupted_one_in_every_byte()
    {
        foreach (var (history, k) in new HistoryPolicy[] { new ExactHistory(), new BoundedHistory(), new TruncatedHistory(.5) }.Select((history, k) => (history, k)))
        {
            var whole = Run(Small(history), $"whole{k}");
            foreach (var stop in new[] { 0, 11, 28 })
            {
                Run(Small(history), $"cut{k}-{stop}", stop);
                Assert.Equal(whole, Run(Small(history), $"cut{k}-{stop}"));
                Assert.Equal(Results($"whole{k}"), Results($"cut{k}-{stop}"));
            }
        }
    }

    // The golden start of the specification (G10): twenty points on an ellipse about the true point.
    [Fact]
    public void The_spread_of_points_in_the_plane_is_shown_beside_the_second_moment_model()
    {
        ValueList<ValueList<double>> start = [.. Enumerable.Range(0, 20).Select(m => (ValueList<double>)[Math.Sqrt(.0752) * Math.Cos(Math.Tau * m / 20), Math.Sqrt(.304) * Math.Sin(Math.Tau * m / 20)])];
        var experiment = new StabilitySimulationExperiment(Real: new(new ListedPoints([[0, 0]])), Generated: new(new ListedPoints(start)), Game: new(new GaussianKernel(), .01, .01, .1),
            History: new BoundedHistory(), Updates: 2499, Models: [LocalModel.SecondMoment], Log: new(Every: 49, FramesEvery: 0));
        var game = new SimulatedGame(Assert.Single(experiment.Variants()), 0, experiment);
        game.Record(0);
        for (var k = 0; k < experiment.Updates; k++) game.Advance();
        game.Record(experiment.Updates);
        var (first, last) = (game.Moments()[0], game.Moments()[^1]);
        Close.Relative(first.Simulated.Covariance, first.Modelled.Covariance, Close.Kernel);
        double[] Diagonal(Spread spread) => [spread.Covariance[0, 0], spread.Covariance[1, 1]];
        foreach (var (expected, actual) in new[] { .01114192, .02060153, .01059343, .01737572 }.Zip([.. Diagonal(last.Simulated), .. Diagonal(last.Modelled)])) Close.Within(expected, actual, Close.EightDecimals);
        new SpreadPictures([game], new(PlotStyle.Default)).Save(_folder["frame.png"]);
        Assert.All(["frame-spread.png", "frame-spread.svg", "frame-ellipses.png", "frame-ellipses.svg"], (string name) => Assert.True(new FileInfo(_folder[name]).Length > 1000));
    }

    [Fact]
    public void Models_are_resumed_too()
    {
        var experiment = OnePoint(LocalModel.Linear, LocalModel.SecondMoment);
        var whole = Run(experiment, "whole");
        Run(experiment, "cut", 500);
        Assert.Equal(whole, Run(experiment, "cut"));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        string one, two;
        using (Workers.Limit(1)) one = Run(Small(), "one");
        using (Workers.Limit(2)) two = Run(Small(), "two");
        Assert.Equal(one, two);
        Assert.Equal(Results("one"), Results("two"));
    }

    // The published quadratic model ends at .006170301725 where the game ends at .006168362568.
    [Fact]
    public void Has_the_known_end_of_one_point_and_of_its_models()
    {
        var run = OnePoint(LocalModel.Linear, LocalModel.SecondMoment).Start();
        Assert.Equal(["w2", "w2_masses", "mmd2", "w2_linear", "w2_second_moment"], run.Columns);
        while (run.Step < run.LastStep) run.Advance();
        var row = run.Measure();
        Close.Relative(6.168362568e-4 * 6.168362568e-4, row[0]!.Value, Close.EightDigits);
        Close.Relative(row[0]!.Value, row[1]!.Value, Close.Kernel);
        Close.Relative(6.170301725e-4 * 6.170301725e-4, row[4]!.Value, Close.EightDigits);
        Assert.Contains("observed oscillates", Assert.Single(run.Notes));
    }

    [Fact]
    public void Pictures_and_an_animation_lie_in_the_run_folder()
    {
        var experiment = new StabilitySimulationExperiment(Updates: 12, Log: new(Every: 3, FramesEvery: 100));
        Run(experiment, "a");
        Assert.Equal(["00000000-paths.png", "00000000.png", "00000012-paths.apng", "00000012-paths.gif", "00000012-paths.pdf", "00000012-paths.png", "00000012-paths.svg", "00000012.pdf", "00000012.png", "00000012.svg"],
            Directory.GetFiles(_folder["a/frames"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var arrays = NumpyArchive.Read(_folder["a/samples.npz"]);
        Assert.Equal((5, 2), (arrays["path"].Shape[0], arrays["path"].Shape[1]));
        Assert.Equal([1.6, 1.7], arrays["path"].Values[..2]);
    }

    // The game is played in the three coordinates that its points span; the answers are in the data's own.
    [Fact]
    public void Few_points_in_many_dimensions_end_where_the_whole_game_ends()
    {
        var experiment = new StabilitySimulationExperiment(Real: new(new Gaussian(30, Deviation: .1), 2), Generated: new(new Gaussian(30, Deviation: .1), 2),
            Game: new(new GaussianKernel(.5)), Updates: 20, Log: new(Every: 2, FramesEvery: 100));
        Run(experiment, "a");
        var arrays = NumpyArchive.Read(_folder["a/samples.npz"]);
        var expected = RandomGames.After(experiment.Variants()[0].Configuration(experiment.Seed, 0), 20);
        Close.Relative(expected.Values, arrays["generated"].Values, Close.Kernel, scale: 1);
        Assert.Equal((11, 2 * 3), (arrays["path"].Shape[0], arrays["path"].Shape[1]));
        Assert.Equal((2, 3), (arrays["path_real"].Shape[0], arrays["path_real"].Shape[1]));
        Assert.Equal((2, 30), (arrays["real"].Shape[0], arrays["real"].Shape[1]));
    }

    // The published step sizes throw the second moment model out at its sixth update; the game goes on, and can be resumed.
    [Fact]
    public void A_model_that_overflows_ends_alone()
    {
        StabilitySimulationExperiment Thrown() => new(Real: new(new ListedPoints([[0]])), Generated: new(new ListedPoints([[.1]])), Game: new(new GaussianKernel(.1), 1, .1, .1),
            Updates: 60, Models: [LocalModel.SecondMoment], Log: new(Every: 1, FramesEvery: 0, CheckpointEvery: 20));
        Run(Thrown(), "whole");
        Run(Thrown(), "parts", 30);
        Run(Thrown(), "parts");
        Assert.Equal(Results("whole"), Results("parts"));
        var run = Thrown().Start();
        while (run.Step < run.LastStep) run.Advance();
        Close.Relative(1.39633311 * 1.39633311, run.Measure()[0]!.Value, Close.EightDigits);
        Assert.Null(run.Measure()[3]);
        Assert.Equal(2, run.Notes.Count);
        Assert.Matches(@"the second moment model overflows at update \d+;", run.Notes.First());
    }

    // r = -2: the discriminator doubles in every update, and one of the games is lost.
    [Fact]
    public void A_game_that_fails_among_others_does_not_spoil_their_checkpoints()
    {
        StabilitySimulationExperiment Two() => new(Vary: new(Regularisations: [1, 30]), Updates: 1400, Log: new(Every: 100, FramesEvery: 0, CheckpointEvery: 100));
        Run(Two(), "whole");
        Run(Two(), "parts", 1250);
        Run(Two(), "parts");
        Assert.Equal(Results("whole"), Results("parts"));
        Assert.Contains("run off", File.ReadAllText(_folder["parts/result.json"]));
    }

    [Fact]
    public void Numbers_beyond_the_memory_are_refused()
    {
        Assert.Throws<UsageException>(() => new StabilitySimulationExperiment(Trials: int.MaxValue).Start());
        Assert.Throws<UsageException>(() => new StabilitySimulationExperiment(Generated: new(new ListedPoints([[.1]]), Copies: int.MaxValue)).Start());
    }

    [Fact]
    public void Models_refuse_what_they_do_not_know()
    {
        Assert.Throws<UsageException>(() => OnePointWith(new KernelGame(new GaussianKernel(), DiscriminatorSteps: 2), null).Start());
        Assert.Throws<UsageException>(() => OnePointWith(new KernelGame(new GaussianKernel()), new Kick()).Start());

        static StabilitySimulationExperiment OnePointWith(KernelGame game, Kick? kick) => new(Real: new(new ListedPoints([[0]])), Generated: new(new ListedPoints([[.1]])), Game: game, Kick: kick, Models: [LocalModel.Linear]);
    }

    [Fact]
    public void Points_that_are_images_are_shown_as_such()
    {
        Run(new StabilitySimulationExperiment(Real: new(new Digits(), 3), Generated: new(new UniformCube(64), 3), Game: new(new GaussianKernel(4)), Updates: 10, Log: new(Every: 1, FramesEvery: 100)), "a");
        Assert.Contains("00000010-images.png", Directory.GetFiles(_folder["a/frames"]).Select(Path.GetFileName));
    }

    // Games are compared on the same points: only what varies differs.
    [Fact]
    public void Games_share_their_points_and_trials_differ()
    {
        var variants = Small().Variants();
        Assert.Equal(["gaussian(length 0.5)", "laplace(length 0.4)"], variants.Take(2).Select(variant => variant.Curve));
        Assert.Equal(["\u03bb = 1", "\u03bb = 1", "\u03bb = 0.1", "\u03bb = 0.1"], variants.Select(variant => variant.Panel));
        GameConfiguration first = variants[0].Configuration(3, 0), second = variants[3].Configuration(3, 0), other = variants[0].Configuration(3, 1);
        Assert.Equal(first.Generated.Points.Values.ToArray(), second.Generated.Points.Values.ToArray());
        Assert.Equal(first.Generated.Masses, second.Generated.Masses);
        Assert.NotEqual(first.Generated.Points.Values.ToArray(), other.Generated.Points.Values.ToArray());
        Assert.NotEqual(first.Generated.Masses, other.Generated.Masses);
    }

    [Fact]
    public void One_game_that_overflows_does_not_stop_the_others()
    {
        var experiment = new StabilitySimulationExperiment(Generated: new(new ListedPoints([[1.001]])), Game: new(new GaussianKernel(), .1, .1, 1),
            Vary: new(Rates: [new(.1, .1), new(30, 1e160)]), Updates: 60, Log: new(Every: 10, FramesEvery: 0));
        Run(experiment, "a");
        var last = File.ReadAllText(_folder["a/metrics.csv"]).TrimEnd('\n').Split('\n')[^1].Split(',');
        Assert.Equal("60", last[0]);
        Assert.NotEqual("", last[2]);
        Assert.Equal("", last[3]);
    }

    [Fact]
    public void Points_and_masses_are_as_described()
    {
        var centred = new PointMeasure(new ListedPoints([[1, 2], [5, 6]]), Copies: 30, Deviation: [.1, 0], Centred: true, Masses: new ListedMasses(ValueList.From(Enumerable.Repeat(.5, 60)))).Draw(1, "x", 0);
        for (var i = 0; i < 2; i++)
        {
            Close.Within(4 * i + 1, Enumerable.Range(30 * i, 30).Average(j => centred.Points[j, 0]), Close.Kernel);
            Assert.Equal(30, Enumerable.Range(30 * i, 30).Select(j => centred.Points[j, 0]).Distinct().Count());
            Assert.All(Enumerable.Range(30 * i, 30), j => Assert.Equal(4 * i + 2, centred.Points[j, 1]));
        }

        Close.Within(30, centred.Total, Close.Kernel);
        var random = new PointMeasure(new Sphere(3, .2), 50, Masses: new RandomMasses()).Draw(1, "x", 0);
        Close.Within(1, random.Total, Close.Kernel);
        Assert.All(Enumerable.Range(0, 50), j => Close.Within(.04, DotProduct.Of(random.Points.Row(j), random.Points.Row(j)), Close.Kernel));
        Assert.All(new PointMeasure(new Sphere(1, .2), 9).Draw(1, "x", 0).Points.Values.ToArray(), x => Close.Within(.2, Math.Abs(x), Close.Kernel));
        Assert.All(new PointMeasure(new UniformCube(7, -1, 3), 40).Draw(1, "x", 0).Points.Values.ToArray(), x => Assert.InRange(x, -1, 3));
    }

    [Theory]
    [InlineData("points", "real={data: {kind: listed, points: [[1, 2], [3]]}}")]
    [InlineData("masses.values", "real.masses={kind: listed, values: [1]}")]
    [InlineData("dimension", "real={data: {kind: listed, points: [[1, 2]]}}")]
    [InlineData("deviation must hold", "generated.deviation=[1, 2]")]
    [InlineData("models", "models=[linear]")]
    [InlineData("secondmoment", "models=[secondmoment]")]
    [InlineData("second_moment", "real={data: {kind: listed, points: [[0]]}}", "game.kernel={kind: matern}", "models=[second_moment]")]
    [InlineData("length", "game.kernel.length=-1")]
    [InlineData("kernels must not be empty", "vary.kernels=[]")]
    [InlineData("updates", "updates=-1")]
    [InlineData("kick", "kick.size=-1")]
    [InlineData("per_class", "generated.per_class=1")]
    [InlineData("lenght", "game.kernel.lenght=1")]
    [InlineData("1000 games", "vary.regularisations=[1,2,3,4,5,6,7,8,9,10,11]", "vary.rates=[{},{},{},{},{},{},{},{},{},{}]",
        "vary.kernels=[gaussian,gaussian,gaussian,gaussian,gaussian,gaussian,gaussian,gaussian,gaussian,gaussian]")]
    public void Hostile_settings_get_one_sentence(string part, params string[] words)
    {
        var failure = Record.Exception(() => Composition.Of(["kind=stability_simulation", .. words]).Experiment.Start());
        Assert.True(failure is UsageException or InvalidDataFormatException, failure?.ToString() ?? "accepted");
        Assert.Contains(part, failure!.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
