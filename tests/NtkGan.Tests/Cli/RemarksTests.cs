using NtkGan.Cli;
using NtkGan.Experiments;
using NtkGan.Metrics;

namespace NtkGan.Tests.Cli;

/// <summary>What a person reads at the end of a run.</summary>
public class RemarksTests
{
    private static RunResult Of(double value, params string[] notes) => new(RunStatus.Finished, "", 10, new Dictionary<string, double?> { ["s"] = value, ["w2"] = null }, notes, 1,
        new Dictionary<string, MetricAccuracy> { ["s"] = new(MetricStatus.StepLimit, .02), ["w2"] = new(MetricStatus.Unavailable, null) });

    [Fact]
    public void The_accuracy_of_a_metric_is_one_calm_line()
    {
        var result = Of(.5, "s: The annealed recipe stops about 0.02 short of the converged value: raise scaling, or let the potentials settle (7 times, first at step 3).", "w2: too many points.", "s: its iteration ended early.", "A note.");
        Assert.Equal(["w2: too many points.", "A note.", "Approximate: s (Sinkhorn divergence, about 4 % at the end). That concerns this number alone, not the run; result.json says how far."], Remarks.Of(result));
    }

    [Fact]
    public void No_share_is_told_that_is_none()
    {
        Assert.Contains("s (Sinkhorn divergence). That", Remarks.Of(Of(0, "s: far.")).Single());
        Assert.Contains("s (Sinkhorn divergence). That", Remarks.Of(Of(.001, "s: far.")).Single());
        Assert.Equal(["A note."], Remarks.Of(Of(.5, "A note.")));
    }
}
