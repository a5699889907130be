using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>A step size means the same whatever the number of particles, and a flow that flies away says so.</summary>
public sealed class StepUnitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ExperimentRun Advanced(FlowSettings flow, int count, int steps = 4)
    {
        var run = new ParticleFlowExperiment(Source: new(new Gaussian(), count), Target: new(new EightGaussians(), 30), Flow: flow, Metrics: []).Start();
        for (var step = 0; step < steps; step++) run.Advance();
        return run;
    }

    private static long[] Bits(ExperimentRun run) => [.. run.Save().OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Values.ToArray()).Select(BitConverter.DoubleToInt64Bits)];

    public static TheoryData<int> Methods => [0, 1, 2];

    private static Mover Method(int number) => number switch { 0 => new ExplicitEuler(60), 1 => new Heun(60), _ => new AdaptiveHeun(StepSize: 60) };

    [Theory, MemberData(nameof(Methods))]
    public void At_its_own_number_a_step_keeps_its_bits(int method)
    {
        foreach (var count in new[] { 30, 7 })
        {
            var plain = Advanced(new(Method(method)), count);
            var unit = Advanced(new(Method(method), ReferenceCount: count), count);
            Assert.Equal(BitConverter.DoubleToInt64Bits(plain.Time), BitConverter.DoubleToInt64Bits(unit.Time));
            Assert.Equal(Bits(plain), Bits(unit));
        }
    }

    [Fact]
    public void A_particle_moves_alike_among_few_and_many()
    {
        // The mean over duplicates is the mean over the points, so that each copy must move as the point alone does.
        var single = Matrix.Of(new[,] { { 0.5, 1.0 } });
        double[] Place(int copies)
        {
            var points = new ListedPoints(ValueList.From(Enumerable.Repeat((ValueList<double>)[single[0, 0], single[0, 1]], copies)));
            var run = new ParticleFlowExperiment(Source: new(points), Target: new(new EightGaussians(), 30), Flow: new(new ExplicitEuler(100), ReferenceCount: 50), Metrics: []).Start();
            for (var step = 0; step < 5; step++) run.Advance();
            return run.Results()["x"].Row(0).ToArray();
        }

        var (one, many) = (Place(1), Place(40));
        for (var k = 0; k < 2; k++) Close.Relative(one[k], many[k], Close.Kernel);
    }

    [Theory]
    [InlineData("eight-gaussians")]
    [InlineData("eight_gaussians", "relu", "ipm")]
    [InlineData("ab", "relu", "lsgan")]
    [InlineData("density", "relu", "vanilla")]
    [InlineData("ab", "relu", "hinge")]
    [InlineData("eight_gaussians", "relu")]
    public void Presets_are_stable_for_few_points(params string[] words)
    {
        var experiment = Composition.Of([.. words, "source.count=20", "target.count=20", "flow.iterations=6", "log.every=1", "log.frames_every=0", "metrics=[sinkhorn_divergence]"]).Experiment;
        var result = Run(experiment, "a");
        Assert.Equal(RunStatus.Finished, result.Status);
        var rows = MetricsTable.Read(_folder["a/metrics.csv"], "a").Rows;
        Assert.True(rows[^1][2] < rows[0][2], FormattableString.Invariant($"from {rows[0][2]} to {rows[^1][2]}"));
    }

    [Fact]
    public void Every_preset_of_particles_says_what_its_steps_are_meant_for()
    {
        foreach (var preset in Preset.All.Where(preset => preset.Text.Contains("step_size", StringComparison.Ordinal) && preset.Text.Contains("flow:", StringComparison.Ordinal)))
            Assert.Contains("reference_count", preset.Text);
    }

    [Fact]
    public void A_flow_that_flies_away_says_diverged()
    {
        var wild = Run(Wild(), "wild");
        Assert.Equal(RunStatus.Diverged, wild.Status);
        Assert.Contains("reduce the step size", wild.Reason);
        Assert.Single(wild.Notes, note => note.Contains("has grown from", StringComparison.Ordinal));
        Assert.True(File.Exists(_folder["wild/samples.npz"]));
        Assert.Equal(RunStatus.Diverged, Run(Wild(metrics: []), "blind").Status);
    }

    // Nothing to say of a flow that starts at its targets, where every distance grows without bound, nor of one that is far at first.
    [Fact]
    public void A_flow_that_only_moves_is_no_divergence()
    {
        var settled = new ParticleFlowExperiment(Source: new(new EightGaussians(), 20), Target: new(new EightGaussians(), 20), Flow: new(new ExplicitEuler(40), Iterations: 10), Log: new(1, 0, 10));
        Assert.Equal(RunStatus.Finished, Run(settled, "settled").Status);
        var far = new ParticleFlowExperiment(Source: new(new Gaussian(Mean: [300]), 20), Target: new(new EightGaussians(), 20), Flow: new(new ExplicitEuler(1), Iterations: 3), Log: new(1, 0, 10));
        Assert.Equal(RunStatus.Finished, Run(far, "far").Status);
    }

    private static ParticleFlowExperiment Wild(ValueList<Metric>? metrics = null) => new(Source: new(new Gaussian(), 20), Target: new(new EightGaussians(), 20),
        Flow: new(new ExplicitEuler(20_000), Iterations: 4), Log: new(1, 0, 4), Metrics: metrics);

    [Fact]
    public void A_divergence_is_found_by_a_resumed_run_too()
    {
        Cut(Wild(), "cut", 2);
        Assert.Equal(RunStatus.Diverged, Resume("cut").Status);
    }

    [Fact]
    public void A_unit_that_cannot_apply_is_refused()
    {
        Assert.Contains("reference_count", Assert.Throws<UsageException>(() => new FlowSettings(Scaling: StepScaling.PerParticle, ReferenceCount: 5)).Message);
        Assert.Contains("reference_count", Assert.Throws<UsageException>(() => new ParticleFlowExperiment(Flow: new(ReferenceCount: 5), Generator: new NetworkGenerator())).Message);
        Assert.Null(new ParticleFlowExperiment(Generator: new NetworkGenerator()).Flow.ReferenceCount);
        Assert.Null(((ParticleFlowExperiment)Composition.Of("eight_gaussians", "relu", "ipm", "mlp_generator").Experiment).Flow.ReferenceCount);
    }

    [Fact]
    public void A_generator_that_diverges_leaves_its_last_whole_state_and_its_result()
    {
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(3), 3), Target: new(new EightGaussians(), 3), Generator: new NetworkGenerator(new NtkGan.Architectures.Mlp(width: 8)),
            Flow: new(new ExplicitEuler(1e300), Iterations: 3), Log: new(1, 0, 1), Metrics: []);
        var result = Run(experiment, "a");
        Assert.Equal(RunStatus.Diverged, result.Status);
        Assert.Contains("\"diverged\"", File.ReadAllText(_folder["a/result.json"]));
        Assert.True(File.Exists(_folder["a/samples.npz"]));
        Assert.All(Checkpoint.Read(Directory.GetFiles(_folder["a/checkpoints"]).Max()!).Arrays.Values, array => Assert.True(array.IsFinite()));
    }

    [Fact]
    public void A_metric_without_an_answer_does_not_end_a_run()
    {
        var far = new ParticleFlowExperiment(Source: new(new Gaussian(Mean: [1e160]), 3), Target: new(new Gaussian(Mean: [-1e160]), 3), Kernel: new NtkGan.Kernels.Radial.GaussianKernel(1), Flow: new(Iterations: 2),
            Log: new(1, 0, 1), Metrics: [new EnergyDistance(), new SinkhornDivergence()]);
        var result = Run(far, "a");
        Assert.NotEqual(RunStatus.Diverged, result.Status);
        Assert.Null(result.Metrics["s"]);
        Assert.Contains(result.Notes, note => note.StartsWith("s: ", StringComparison.Ordinal) && note.Contains("3 times", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_cannot_move_says_so()
    {
        var still = new ParticleFlowExperiment(Source: new(new Gaussian(), 4), Target: new(new EightGaussians(), 4), Kernel: new NeuralKernel(new NtkGan.Architectures.Mlp(biasDeviation: 1e-200, weightDeviation: 1e-200)),
            Flow: new(new ExplicitEuler(1), Iterations: 5), Log: new(5, 0, 5), Metrics: []);
        Assert.Contains(Run(still, "a").Notes, note => note.Contains("No generated point moved", StringComparison.Ordinal) && note.Contains("5 times, first at step 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_moves_by_little_does_not_say_that_it_cannot()
    {
        var small = new ParticleFlowExperiment(Source: new(new ListedPoints([[0], [1e-170]]), 2), Target: new(new ListedPoints([[3e-170]]), 1), Kernel: new NtkGan.Kernels.Radial.GaussianKernel(),
            Flow: new(new ExplicitEuler(.5), StepScaling.PerParticle, Iterations: 3), Log: new(3, 0, 3), Metrics: []);
        Assert.Empty(Run(small, "a").Notes);
    }

    // To the last step: equal points are moved alike wherever they stand, so that rounding does not tell them apart.
    [Fact]
    public void Points_in_one_place_are_told()
    {
        RunResult From(ValueList<ValueList<double>> points, string folder) => Run(new ParticleFlowExperiment(Source: new(new ListedPoints(points), points.Count), Target: new(new ListedPoints([[1, 0]]), 1),
            Flow: new(new ExplicitEuler(.01), StepScaling.PerParticle, Iterations: 30), Log: new(30, 0, 30), Metrics: []), folder);
        Assert.Contains(From([[0, 0], [0, 0], [.5, 0]], "together").Notes, note => note.StartsWith("1 generated point lies in the very place of another", StringComparison.Ordinal) && note.Contains("30 times", StringComparison.Ordinal));
        Assert.Empty(From([[0, 0], [.5, 0]], "apart").Notes);
    }

    // Also what a training says that has reached its time: a kernel that cannot bear the loss, steps of a training that are too wide.
    [Fact]
    public void What_a_training_says_is_told()
    {
        IReadOnlyCollection<string> Told(Kernel kernel, Training training) => Run(new ParticleFlowExperiment(Kernel: kernel, Loss: new Lsgan(), Training: training, Source: new(new Gaussian(), 5), Target: new(new EightGaussians(), 5),
            Flow: new(new ExplicitEuler(1e-9), Iterations: 2), Log: new(1, 0, 2), Metrics: []), Path.GetRandomFileName()).Notes;
        Assert.Contains(Told(new NtkGan.Kernels.Radial.EnergyKernel(), new Exact(1e-3)), note => note.StartsWith("Training of the discriminator: The kernel is not positive semidefinite", StringComparison.Ordinal));
        Assert.Contains(Told(new NtkGan.Kernels.Radial.GaussianKernel(100), new Euler(.6, .6)), note => note.Contains("beyond the largest stable step", StringComparison.Ordinal));
        Assert.Empty(Told(new NeuralKernel(), new Exact()));
    }

    [Fact]
    public void The_accuracy_of_a_metric_reaches_the_result()
    {
        var coarse = new ParticleFlowExperiment(Source: new(new Gaussian(), 20), Target: new(new EightGaussians(), 20), Flow: new(Iterations: 0), Log: new(1, 0, 1),
            Metrics: [new SinkhornDivergence(Scaling: 0.01), new EnergyDistance()]);
        var result = Run(coarse, "a");
        Assert.Equal(MetricStatus.StepLimit, result.Accuracy!["s"].Status);
        Assert.Equal(MetricStatus.Exact, result.Accuracy["e"].Status);
        Assert.Contains(result.Notes, note => note.StartsWith("s: The annealed recipe stops", StringComparison.Ordinal));
        Assert.Equal(result.Accuracy["s"], RunResult.FromJson(File.ReadAllText(_folder["a/result.json"]))!.Accuracy!["s"]);
    }

    private RunResult Resume(string name)
    {
        var (folder, experiment) = RunFolder.Open(_folder[name]);
        using var held = folder;
        var run = experiment.Start();
        folder.Restore(run, Assert.Fail);
        return new ExperimentRunner(folder, experiment.Log).Run(run);
    }

    private void Cut(Experiment experiment, string name, long step)
    {
        using var folder = NewFolder(experiment, name);
        using var stop = new CancellationTokenSource();
        new ExperimentRunner(folder, experiment.Log).Run(experiment.Start(), new Told<RunProgress>(progress => { if (progress.Step == step) stop.Cancel(); }), stop.Token);
    }

    private RunFolder NewFolder(Experiment experiment, string name) =>
        RunFolder.Create(_folder[name], Configuration(experiment), RunEnvironment.Here(experiment.Seed, ["test"]));

    private static string Configuration(Experiment experiment) => NtkGan.Experiments.Configuration.YamlWriter.Write(NtkGan.Experiments.Configuration.RecordWriter.Write(experiment));

    private RunResult Run(Experiment experiment, string name)
    {
        using var folder = NewFolder(experiment, name);
        return new ExperimentRunner(folder, experiment.Log).Run(experiment.Start());
    }
}
