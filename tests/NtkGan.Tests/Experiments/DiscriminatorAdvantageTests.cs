using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

public class DiscriminatorAdvantageTests
{
    private static ExperimentRun Start(params string[] words) => ((ParticleFlowExperiment)Composition.Of([.. words, "source.count=20", "target.count=25"]).Experiment).Start();

    [Fact]
    public void Under_ipm_it_is_the_time_times_the_squared_discrepancy_of_the_kernel()
    {
        // S3: L = t MMD^2 with the kernel in use.
        var run = Start("eight-modes", "ipm", "relu", "training.time=3", "metrics=[discriminator_advantage, maximum_mean_discrepancy]");
        Assert.Equal(["lg", "advantage", "mmd2"], run.Columns);
        var row = run.Measure();
        Close.Relative(3 * row[2]!.Value, row[1]!.Value, Close.Gradient);
    }

    [Theory]
    [InlineData("ipm", "flow.method.step_size=20")]
    [InlineData("lsgan", "flow.method.step_size=20")]
    [InlineData("vanilla", "flow.method.step_size=20")]
    public void It_falls_along_the_flow_and_stays_above_zero(params string[] words)
    {
        var run = Start([.. words, "eight-modes", "relu", "flow.cost=a", "metrics=[discriminator_advantage]"]);
        var before = run.Measure()[1]!.Value;
        for (var step = 0; step < 6; step++)
        {
            run.Advance();
            var after = run.Measure()[1]!.Value;
            Assert.InRange(after, 0, before * (1 - 1e-4)); // a step this small lowers it by more than rounding
            before = after;
        }
    }

    [Fact]
    public void A_discriminator_that_tells_all_apart_gains_two_under_least_squares_however_points_are_weighted()
    {
        // (0 + 1)^2 + (0 - 1)^2 for f = 0 against 0; pooled, each point weighs 1/N.
        Close.Relative(2, Start("eight-modes", "lsgan", "no-architecture", "training.time=1e4", "metrics=[discriminator_advantage]").Measure()[1]!.Value, Close.Gradient);
        Close.Relative(1, Start("eight-modes", "lsgan", "no-architecture", "training.time=1e4", "normalisation=pooled", "metrics=[discriminator_advantage]").Measure()[1]!.Value, Close.Gradient);
    }

    [Fact]
    public void Scores_of_ga_ntk_have_none()
    {
        var run = Start("ga-ntk-1d", "metrics=[discriminator_advantage]");
        Assert.Null(run.Measure()[1]);
        Assert.Contains(run.StepNotes.Texts, note => note.Contains("adversarial loss", StringComparison.Ordinal));
    }
}
