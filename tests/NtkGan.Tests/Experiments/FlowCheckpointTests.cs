using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.State;

namespace NtkGan.Tests.Experiments;

/// <summary>What a flow met on its way is part of its saved state.</summary>
public class FlowCheckpointTests
{
    private static ExperimentRun Run() => new ParticleFlowExperiment(Source: new(new Gaussian(), 4), Target: new(new Gaussian(), 5), Loss: new Vanilla(), Training: new Ode(1, MaximumSteps: 2), Metrics: []).Start();

    [Fact]
    public void Counts_of_a_flow_go_on_after_a_restart()
    {
        var (whole, first, second) = (Run(), Run(), Run());
        for (var step = 0; step < 4; step++) whole.Advance();
        for (var step = 0; step < 2; step++) first.Advance();
        StateReader.Read(StateWriter.Of(first.Save), state => second.Restore(2, state));
        for (var step = 0; step < 2; step++) second.Advance();
        var (expected, actual) = (StateWriter.Of(whole.Save), StateWriter.Of(second.Save));
        Assert.Equal(4, expected["report/stopped_early"][0, 0]); // every training ended early
        Assert.Equal(1, expected["report/first_stop"][0, 0]);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value.Values.ToArray(), actual[pair.Key].Values.ToArray()));
    }
}
