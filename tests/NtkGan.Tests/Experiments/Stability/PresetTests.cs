using NtkGan.Experiments;
using NtkGan.Experiments.Stability;

namespace NtkGan.Tests.Experiments.Stability;

public sealed class PresetTests
{
    /// <summary>Presets of the families of stability, images aside, which need files.</summary>
    public static TheoryData<string> Names => [.. Preset.All.Where(preset => preset.Group == PresetGroup.Experiment
        && (preset.Read().KindName is { } kind) && (kind.StartsWith("stability_", StringComparison.Ordinal) || kind is "eigenvalue_map" or "second_moment_bound"))
        .Select(preset => preset.Name).Where(name => !name.StartsWith("stability-", StringComparison.Ordinal))];

    [Fact]
    public void The_papers_and_the_failure_modes_are_all_there() => Assert.Empty(new[]
    {
        "ring", "worst-case", "eigenvalues", "two-point", "dimensions", "multiscale", "variance", "offset", "quad-dynamics", "rational-quadratic",
        "stability-mnist", "stability-fashion", "converge", "oscillate", "collapse", "frozen", "diverge", "atlas",
    }.Except(Preset.All.Select(preset => preset.Name)));

    [Theory, MemberData(nameof(Names))]
    public void Every_preset_starts_and_steps(string name)
    {
        var run = Composition.Of([name, .. SmallOf(name)]).Experiment.Start();
        var before = run.Measure();
        run.Advance();
        var after = run.Measure();
        Assert.Equal((1, run.Columns.Count, run.Columns.Count), (run.Step, before.Count, after.Count));
        Assert.NotEqual(before, after);
        Assert.Contains(after, value => value is { } number && double.IsFinite(number));
        Assert.All(run.Results().Values, matrix => Assert.True(matrix.Rows > 0));
    }

    // The lines of the description must not promise other regimes than the theory does.
    [Theory]
    [InlineData("converge"), InlineData("oscillate"), InlineData("collapse"), InlineData("frozen"), InlineData("diverge")]
    public void Failure_modes_are_what_they_are_called(string name)
    {
        var experiment = (StabilitySimulationExperiment)Composition.Of(name).Experiment;
        var run = experiment.Start();
        while (run.Step < run.LastStep) run.Advance();
        var word = name + (name == "frozen" ? "" : "s");
        Assert.EndsWith($": predicted {word}, observed {word}.", Assert.Single(run.Notes), StringComparison.Ordinal);
    }

    private static string[] SmallOf(string name) => name.StartsWith("atlas", StringComparison.Ordinal) ? ["updates=16", "records=8", "batch=1", "x.count=4", "y.count=3", "x.simulations=2", "y.simulations=2"]
        : name == "quad-dynamics" ? ["steps=1000"] : name == "eigenvalues" ? [] : ["log.every=1"];
}
