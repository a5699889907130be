using NtkGan.Experiments;
using NtkGan.Lab;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Tests.Kernels;

namespace NtkGan.Tests.Lab;

/// <summary>What a picture of the lab costs while it plays, counted in pairs of points under the kernel: they are also its clock.</summary>
public class FrameCostTests
{
    private const int Points = 100;

    [Fact]
    public void A_frame_costs_one_field_and_a_share_for_the_colours()
    {
        var counter = new PairCounter();
        var live = new Nameless(new(new ParticleFlowExperiment(Source: new(new NtkGan.Data.Gaussian(), Points), Target: new(new NtkGan.Data.EightGaussians(), Points),
            Kernel: new CountedKernel(counter), Flow: new(new ExplicitEuler(1)), Metrics: [new NtkGan.Metrics.EnergyDistance()])));
        var writer = new FrameWriter(new PairClock(counter));
        writer.Start(live, live.Frame(), []);
        live.Advance();
        counter.Pairs = 0;
        live.Frame();
        var field = counter.Pairs;
        Assert.InRange(field, 1L * Points * 2 * Points, 3L * Points * 2 * Points);

        counter.Pairs = 0;
        var (frames, coloured) = (150, 0);
        for (var k = 0; k < frames; k++)
        {
            live.Advance();
            var frame = writer.Frame(live, 0, isPlaying: true);
            if (frame.Landscape is not null) coloured++;
        }

        // Steps have five eighths of the time, or more; the first colours come at once.
        Assert.InRange((double)counter.Pairs / frames, field, field * 8 / 5.0 + 44 * 44 * 2.0 * Points / frames);
        Assert.InRange(coloured, 2, frames / 20);
        Assert.NotNull(writer.Frame(live, 0, isPlaying: false).Landscape);
    }

    private sealed class PairClock(PairCounter counter) : TimeProvider
    {
        public override long GetTimestamp() => counter.Pairs;
    }

    /// <summary>A run whose kernel has no name to be written in a heading.</summary>
    private sealed class Nameless(LiveRun run) : Live
    {
        public override long Step => run.Step;

        public override IReadOnlyList<string> Header => [];

        public override string Caption => "";

        public override IReadOnlyList<string> Curves => run.Curves;

        public override string? End => run.End;

        public override bool PointsDescend => run.PointsDescend;

        public override void Advance() => run.Advance();

        public override FlowFrame Frame() => run.Frame();

        public override IReadOnlyList<double?> Measure() => run.Measure();

        public override IReadOnlyDictionary<string, Matrix> Save() => run.Save();

        public override void Restore(long step, IReadOnlyDictionary<string, Matrix> state) => run.Restore(step, state);

        public override void Place(int point, IReadOnlyList<double> place) => run.Place(point, place);
    }
}
