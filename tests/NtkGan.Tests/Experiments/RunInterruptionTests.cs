using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Games;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Tests.Experiments;

/// <summary>Runs that stop in the middle of a step.</summary>
public sealed class RunInterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ParticleFlowExperiment Pictured => new(Seed: 3, Source: new(new Gaussian(), 6), Target: new(new EightGaussians(), 5), Kernel: new GaussianKernel(2), Loss: new Lsgan(),
        Flow: new(new ExplicitEuler(2), Iterations: 12), Log: new(2, 4, 3), Metrics: [new EnergyDistance()]);

    private RunFolder NewFolder(Experiment experiment, string name) =>
        RunFolder.Create(_folder[name], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]));

    [Fact]
    public void A_picture_that_cannot_be_written_ends_a_run_that_goes_on_later()
    {
        using (var folder = NewFolder(Pictured, "whole")) Carried(folder, Pictured, _ => { });
        using (var folder = NewFolder(Pictured, "a"))
        {
            void Fill(RunProgress progress)
            {
                if (progress.Step != 6) return;
                Directory.Delete(_folder["a/frames"], recursive: true);
                File.WriteAllText(_folder["a/frames"], "in the way");
            }

            Assert.StartsWith("Cannot write into", Assert.Throws<UsageException>(() => Carried(folder, Pictured, Fill)).Message);
            Assert.True(folder.HasCheckpoint);
        }

        File.Delete(_folder["a/frames"]);
        var (opened, experiment) = RunFolder.Open(_folder["a"]);
        using (opened)
        {
            var run = experiment.Start();
            opened.Restore(run, Assert.Fail);
            Finish(opened, experiment, run);
        }

        Assert.Equal(File.ReadAllText(_folder["whole/metrics.csv"]), File.ReadAllText(_folder["a/metrics.csv"]));
    }

    private static void Finish(RunFolder folder, Experiment experiment, ExperimentRun run) => new ExperimentRunner(folder, experiment.Log).Run(run);

    private static void Carried(RunFolder folder, Experiment experiment, Action<RunProgress> progress) => new ExperimentRunner(folder, experiment.Log).Run(experiment.Start(), new Told<RunProgress>(progress));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_that_is_given_up_counts_as_none(bool isWhole)
    {
        using var stop = new CancellationTokenSource();
        using (var folder = NewFolder(Pictured, "a"))
        {
            var result = new ExperimentRunner(folder, new(1, 0, 4)).Run(new Counter(6, isWhole, stop), cancellation: stop.Token);
            Assert.Equal((RunStatus.Interrupted, 6L), (result.Status, result.Step));
        }

        Assert.Equal(isWhole ? 6 : 4, Directory.GetFiles(_folder["a/checkpoints"]).Max(path => Checkpoint.Read(path).Step));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_picture_that_is_given_up_leaves_its_step(bool isWhole)
    {
        using var stop = new CancellationTokenSource();
        using var folder = NewFolder(Pictured, "a");
        var result = new ExperimentRunner(folder, new(1, 1, 4)).Run(new Counter(6, isWhole, stop, inPicture: true), cancellation: stop.Token);
        Assert.Equal((RunStatus.Interrupted, 6L), (result.Status, result.Step));
        Assert.Equal(6, Directory.GetFiles(_folder["a/checkpoints"]).Max(path => Checkpoint.Read(path).Step));
    }

    /// <summary>Counts, and is stopped in the middle of a step or of a picture.</summary>
    private sealed class Counter(long last, bool isWhole, CancellationTokenSource stop, bool inPicture = false) : ExperimentRun
    {
        private long _step;

        public override long Step => _step;

        public override long LastStep => 100;

        public override double Time => _step;

        public override IReadOnlyList<string> Columns => [];

        public override bool StepsAreWhole => isWhole;

        public override void Advance()
        {
            if (_step == last && !inPicture) stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            _step++;
        }

        public override IReadOnlyList<double?> Measure() => [];

        public override void Draw(string path)
        {
            if (_step == last && inPicture) stop.Cancel();
            Workers.ThrowIfCancelled();
        }

        public override void Save(StateWriter state)
        {
        }

        public override void Restore(long step, StateReader state) => _step = step;

        public override IReadOnlyDictionary<string, Matrix> Results() => new Dictionary<string, Matrix>();
    }
}
