using NtkGan.Architectures;
using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Data;

namespace NtkGan.Tests.Experiments;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convolutional_generators_and_discriminators_of_both_widths_take_the_shape_of_the_data(bool finite)
    {
        var images = new Mnist(ImageFiles.Mnist(_folder["images"], count: 4, side: 28), Images: new(Padding: 2));
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(6), 3), Target: new(images, 4), Kernel: new NeuralKernel(new Dcgan(width: 8, biasDeviation: 1)),
            Training: finite ? new NetworkTraining(.02, new Adam(.01), antisymmetric: true) : new Exact(), Generator: new NetworkGenerator(new DcganGenerator(width: 8, biasDeviation: 1)),
            Flow: new(new OptimizerMethod(new Adam(.01)), Iterations: 3), Log: new(1, 3, 1), Metrics: [new EnergyDistance()]);
        var result = Run(experiment, finite ? "finite" : "infinite");
        Assert.Equal((RunStatus.Finished, 3L), (result.Status, result.Step));
        Assert.True(result.Metrics["e"] > 0);
        Assert.True(new FileInfo(_folder[finite ? "finite/frames/00000003.png" : "infinite/frames/00000003.png"]).Length > 1000);
        Assert.Throws<UsageException>(() => new NetworkGenerator(new DcganGenerator(width: 8, channels: 3)).Start(new(2, 6), 1024, 1));
    }

    // The smaller rate makes each step multiply the error: some steps of the flow are whole, then the weights overflow. The larger one lets none be.
    [Theory]
    [InlineData(3, 2, 1, 499)]
    [InlineData(1e6, 200, 0, 0)]
    public void A_network_that_diverges_ends_the_run_and_leaves_its_last_whole_state(double rate, int steps, int least, int most)
    {
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(), 10), Target: new(new EightGaussians(), 10),
            Kernel: new NeuralKernel(new Mlp(hiddenLayers: 1, width: 8, biasDeviation: 1)), Loss: new Lsgan(), Training: new NetworkTraining(optimizer: new Sgd(rate), steps: steps),
            Flow: new(new ExplicitEuler(1e-3), Iterations: 500), Log: new(500, 0, 500), Metrics: []);
        var result = Run(experiment, "network");
        Assert.Equal(RunStatus.Diverged, result.Status);
        Assert.InRange(result.Step, least, most);
        Assert.Contains("reduce", result.Reason);
        var path = Directory.GetFiles(_folder["network/checkpoints"]).Max()!;
        Assert.EndsWith($"{result.Step:D8}.npz", path);
        Assert.All(Checkpoint.Read(path).Arrays.Values, array => Assert.True(array.IsFinite()));
    }

    /// <summary>Small, but with all that may go wrong: batches, epochs that do not divide, rows that do not divide the iterations.</summary>
    private static ParticleFlowExperiment Small(Mover? method = null, int iterations = 23, int targetCount = 30, double tolerance = 0, int sourceBatch = 0, int targetBatch = 7, Population? source = null, Generator? generator = null, bool finite = false) => new(
        Seed: 5, Source: source ?? new(new Gaussian(), 20, sourceBatch), Target: new(new EightGaussians(), targetCount, targetBatch), Kernel: finite ? new NeuralKernel(new Mlp(width: 8, biasDeviation: 1)) : new GaussianKernel(2),
        Loss: new Lsgan(), Training: finite ? new NetworkTraining(.2, new Adam(.05)) : new Exact(), Flow: new(method ?? new ExplicitEuler(20), Iterations: iterations, Tolerance: tolerance),
        Log: new(Every: 5, FramesEvery: 0, CheckpointEvery: 4), Metrics: [new EnergyDistance()], Generator: generator);

    public static TheoryData<int> Settings => [0, 1, 2, 3, 4, 5, 6];

    private static ParticleFlowExperiment Setting(int number) => number switch
    {
        0 => Small(),
        1 => Small(targetCount: 0, sourceBatch: 6),
        2 => Small(new AdaptiveHeun(Tolerance: 0.05, StepSize: 5), targetBatch: 0),
        3 => Small(sourceBatch: 20, targetBatch: 1),
        4 => Small(source: new(new Gaussian(3), 20, 6), generator: new InfiniteWidthGenerator()),
        5 => Small(new OptimizerMethod(new Adam(.01)), source: new(new Gaussian(3), 0, 6), generator: new NetworkGenerator(new Mlp(width: 8, biasDeviation: 1)), finite: true),
        _ => Small(new ExplicitEuler(1), sourceBatch: 6, finite: true),
    };

    private RunFolder NewFolder(Experiment experiment, string name) =>
        RunFolder.Create(_folder[name], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]));

    private RunResult Run(Experiment experiment, string name)
    {
        using var folder = NewFolder(experiment, name);
        return new ExperimentRunner(folder, experiment.Log).Run(experiment.Start());
    }

    private RunResult RunUntil(Experiment experiment, string name, long step)
    {
        using var folder = NewFolder(experiment, name);
        using var stop = new CancellationTokenSource();
        return new ExperimentRunner(folder, experiment.Log).Run(experiment.Start(), new Told<RunProgress>(progress => { if (progress.Step == step) stop.Cancel(); }), stop.Token);
    }

    private RunResult Resume(string name, List<string>? warnings = null)
    {
        var (folder, experiment) = RunFolder.Open(_folder[name]);
        using var held = folder;
        var run = experiment.Start();
        folder.Restore(run, message => warnings?.Add(message));
        return new ExperimentRunner(folder, experiment.Log).Run(run);
    }

    private string Metrics(string name) => File.ReadAllText(_folder[$"{name}/metrics.csv"]);

    private static long[] Bits(ExperimentRun run) => [.. run.Save().OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Values.ToArray()).Select(BitConverter.DoubleToInt64Bits)];

    [Fact]
    public void A_run_folder_holds_what_was_promised()
    {
        var result = Run(Small(), "a");
        Assert.Equal((RunStatus.Finished, 23), (result.Status, result.Step));
        Assert.Equal(["checkpoints", "config.yaml", "environment.json", "frames", "metrics.csv", "metrics.pdf", "metrics.png", "metrics.svg", "result.json", "samples.npz"],
            Directory.GetFileSystemEntries(_folder["a"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var rows = Metrics("a").Split('\n');
        Assert.Equal("step,time,lg,e", rows[0]);
        Assert.Equal(["0", "5", "10", "15", "20", "23", ""], rows.Skip(1).Select(row => row.Split(',')[0]));
        Assert.Equal(["00000020.npz", "00000023.npz"], Directory.GetFiles(_folder["a/checkpoints"]).Select(Path.GetFileName).Order());
        Assert.Equal(Small(), Composition.Of(_folder["a/config.yaml"]).Experiment);
        Assert.Contains("\"status\": \"finished\"", File.ReadAllText(_folder["a/result.json"]));
        Assert.Contains("\"seed\": 5", File.ReadAllText(_folder["a/environment.json"]));
        Assert.Equal(result.Metrics["e"], double.Parse(rows[6].Split(',')[3], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Pictures_are_drawn_where_they_are_wanted()
    {
        Run(new ParticleFlowExperiment(Source: new(new Gaussian(), 5), Target: new(new EightGaussians(), 5), Flow: new(new ExplicitEuler(1), Iterations: 7), Log: new(3, 3, 5), Metrics: []), "a");
        Assert.Equal(["00000000.png", "00000001.png", "00000002.png", "00000003.png", "00000006.png", "00000007.png"], Directory.GetFiles(_folder["a/frames"], "*.png").Select(Path.GetFileName).Order());
        Assert.All(["00000007.svg", "00000007.pdf"], (string result) => Assert.True(File.Exists(_folder[$"a/frames/{result}"]))); // of the result, in every format
        Assert.All(Directory.GetFiles(_folder["a/frames"], "*.png").Append(_folder["a/metrics.png"]),
            path => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path)[..4]));
    }

    [Theory, MemberData(nameof(Settings))]
    public void A_resumed_run_equals_the_uninterrupted_one_to_the_bit(int setting)
    {
        Run(Setting(setting), "whole");
        foreach (var step in new[] { 0, 3, 8, 17 })
        {
            var name = $"cut{step}";
            Assert.Equal(RunStatus.Interrupted, RunUntil(Setting(setting), name, step).Status);
            Assert.Equal(RunStatus.Finished, Resume(name).Status);
            Assert.Equal(Metrics("whole"), Metrics(name));
            Assert.Equal(Bits(Restored("whole")), Bits(Restored(name)));
        }
    }

    [Fact]
    public void A_killed_run_goes_on_from_its_last_checkpoint()
    {
        Run(Small(), "whole");
        RunUntil(Small(), "killed", 11);
        File.Delete(_folder["killed/result.json"]);
        File.Delete(_folder["killed/checkpoints/00000011.npz"]);
        File.AppendAllText(_folder["killed/metrics.csv"], "12,0.5");
        Resume("killed");
        Assert.Equal(Metrics("whole"), Metrics("killed"));
    }

    [Fact]
    public void A_run_killed_before_its_result_was_written_is_completed()
    {
        var whole = Run(Small(), "whole");
        File.Delete(_folder["whole/result.json"]);
        var before = Metrics("whole");
        Assert.Equal(whole.Metrics, Resume("whole").Metrics);
        Assert.Equal(before, Metrics("whole"));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_with_a_word()
    {
        Run(Small(), "whole");
        RunUntil(Small(), "a", 11);
        Damage("a/checkpoints/00000011.npz");
        var warnings = new List<string>();
        Resume("a", warnings);
        Assert.Contains("is damaged", Assert.Single(warnings));
        Assert.Equal(Metrics("whole"), Metrics("a"));
    }

    [Fact]
    public void If_all_checkpoints_are_damaged_nothing_is_guessed()
    {
        RunUntil(Small(), "a", 11);
        foreach (var path in Directory.GetFiles(_folder["a/checkpoints"])) Damage(path);
        Assert.Contains("No checkpoint", Assert.Throws<InvalidDataFormatException>(() => Resume("a")).Message);
    }

    [Theory, MemberData(nameof(Settings))]
    public void Threads_do_not_change_a_bit(int setting)
    {
        foreach (var threads in new[] { 1, 2 })
            using (Workers.Limit(threads))
                Run(Setting(setting), $"threads{threads}");
        Assert.Equal(Metrics("threads1"), Metrics("threads2"));
    }

    [Fact]
    public void Another_culture_does_not_change_a_byte()
    {
        Run(Small(), "a");
        Cultures.In("de-DE", () => Run(Small(), "b"));
        Assert.Equal(Metrics("a"), Metrics("b"));
        Assert.Equal(File.ReadAllText(_folder["a/config.yaml"]), File.ReadAllText(_folder["b/config.yaml"]));
    }

    [Fact]
    public void Zero_iterations_still_measure_and_save()
    {
        Assert.Equal(0, Run(Small(iterations: 0), "a").Step);
        Assert.Equal(3, Metrics("a").Split('\n').Length);
        Assert.Single(Directory.GetFiles(_folder["a/checkpoints"]));
    }

    [Fact]
    public void A_run_converges_when_nothing_moves_any_more_also_when_resumed()
    {
        var experiment = Small(tolerance: 0.01, iterations: 1000, targetBatch: 0);
        var result = Run(experiment, "a");
        Assert.Equal(RunStatus.Converged, result.Status);
        Assert.InRange(result.Step, 1, 999);
        Assert.Equal(result.Metrics, Resume("a").Metrics);
    }

    [Fact]
    public void A_diverged_run_says_so_and_keeps_its_results()
    {
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(), 5), Target: new(new EightGaussians(), 5), Kernel: new NeuralKernel(),
            Loss: new Ipm(), Training: new Exact(1e300), Flow: new(new ExplicitEuler(1e300), Iterations: 9), Log: new(1, 0, 1), Metrics: []);
        var result = Run(experiment, "a");
        Assert.Equal(RunStatus.Diverged, result.Status);
        Assert.NotEmpty(result.Reason);
        Assert.Contains("\"status\": \"diverged\"", File.ReadAllText(_folder["a/result.json"]));
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused_before_work_starts()
    {
        Assert.Contains("source.data.dimension=2", Assert.Throws<UsageException>(() => Small(source: new(new Gaussian(3))).Start()).Message);
        Assert.Contains("source.count", Assert.Throws<UsageException>(() => Small(source: new(new Gaussian(), 0, 5)).Start()).Message);
        Assert.Contains("target.batch", Assert.Throws<UsageException>(() => Small(targetCount: 0, targetBatch: 0).Start()).Message);
    }

    [Fact]
    public void Batches_are_shuffled_epochs()
    {
        var batches = new Population(new Gaussian(), 10, 3).Indices(10, 1, "test");
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var steps = Enumerable.Range(4 * epoch, 4).Select(step => batches(step)!).ToList();
            Assert.Equal([3, 3, 3, 1], steps.Select(rows => rows.Length));
            Assert.Equal(Enumerable.Range(0, 10), steps.SelectMany(rows => rows).Order());
        }

        Assert.NotEqual(batches(0), batches(4));
        Assert.Null(new Population(new Gaussian(), 10, 10).Indices(10, 1, "test")(0));
    }

    private ExperimentRun Restored(string name)
    {
        var (folder, experiment) = RunFolder.Open(_folder[name]);
        using var held = folder;
        var run = experiment.Start();
        folder.Restore(run, Assert.Fail);
        return run;
    }

    private void Damage(string name)
    {
        var path = Path.IsPathRooted(name) ? name : _folder[name];
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
