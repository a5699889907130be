using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

/// <summary>The presets of GANs beside GA-NTK do what they are there for, and flows whose step does not suit the kernel end early.</summary>
public class BaselineTests
{
    // A third of what each reaches in full.
    [Theory]
    [InlineData("gan-8-gaussians", 600, .8)]
    [InlineData("lsgan-8-gaussians", 600, .7)]
    [InlineData("wgan-gp-8-gaussians", 200, .35)]
    [InlineData("sn-gan-8-gaussians", 400, .6)]
    public void Baselines_find_all_of_eight_modes_early(string preset, int steps, double quality)
    {
        var run = Composition.Of(preset, "metrics=[mode_coverage]").Experiment.Start();
        while (run.Step < steps) run.Advance();
        var row = run.Columns.Zip(run.Measure()).ToDictionary();
        Assert.Equal(8, row["modes"]);
        Assert.True(row["quality"] >= quality, $"{row["quality"]}");
    }

    [Theory]
    [InlineData("8")]
    [InlineData("25")]
    public void Baselines_see_the_data_of_ga_ntk(string count)
    {
        var real = ((SynthesisExperiment)Composition.Of($"ga-ntk-{count}-gaussians").Experiment).Data;
        foreach (var name in new[] { "gan", "lsgan", "wgan-gp", "sn-gan" })
        {
            var baseline = (ParticleFlowExperiment)Composition.Of($"{name}-{count}-gaussians").Experiment;
            Assert.Equal(real, baseline.Target.Data);
            Assert.Equal(128, baseline.Source.Batch);
        }
    }

    [Fact]
    public void A_step_too_large_for_the_kernel_ends_the_flow_before_it_leaves_all_measure()
    {
        // The kernel of a residual network with weights of 1 is eight times that of the network that the step of ipm is meant for.
        using var folder = new TemporaryFolder();
        var composition = Composition.Of("eight-gaussians", "ipm", "kernel.architecture={kind: resnet}", "source.count=30", "target.count=30", "log.frames_every=0", "log.every=1", "metrics=[energy_distance]");
        using var place = RunFolder.CreateOrOpen(folder["run"], composition.Text, RunEnvironment.Here(1, ["test"]));
        var result = new ExperimentRunner(place, composition.Experiment.Log, composition.Experiment).Run(composition.Experiment.Start());
        Assert.Equal(RunStatus.Diverged, result.Status);
        Assert.Contains("step size", result.Reason);
        Assert.InRange(result.Step, 2, 60);
        Assert.InRange(result.Metrics["e"]!.Value, 1, 1e8);
    }

    [Fact]
    public void The_residual_network_of_the_presets_suits_the_step_of_ipm()
    {
        var run = Composition.Of("eight-gaussians", "ipm", "residual", "source.count=30", "target.count=30", "metrics=[energy_distance]").Experiment.Start();
        var start = run.Measure()[1]!.Value;
        while (run.Step < 60) run.Advance();
        Assert.InRange(run.Measure()[1]!.Value, 0, 0.3 * start);
    }
}
