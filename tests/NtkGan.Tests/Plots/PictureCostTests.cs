using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Tests.Kernels;

namespace NtkGan.Tests.Plots;

/// <summary>The picture of a field never costs more than ten steps of the flow that it shows, counted in pairs of points under the kernel.</summary>
public class PictureCostTests
{
    [Theory]
    [InlineData(1, 60, 40)]
    [InlineData(2, 60, 200)]
    [InlineData(2, 400, 50)]
    [InlineData(5, 60, 40)]
    public void A_picture_takes_no_more_pairs_than_ten_steps(int dimension, int particles, int targets)
    {
        var counter = new PairCounter();
        var flow = new GeneratorFlow(new CountedKernel(counter), new Ipm(), new Exact(Time: 1), new ExplicitEuler(1));
        Matrix Drawn(int count, string name) => new Gaussian(dimension).Draw(count, CounterRandom.For(1, name));
        var (state, goal) = (new FlowState(Drawn(particles, "source")), Drawn(targets, "target"));
        counter.Pairs = 0;
        flow.Advance(state, goal);
        var step = counter.Pairs;
        Assert.InRange(step, (long)particles * (particles + targets), 3L * particles * (particles + targets));

        counter.Pairs = 0;
        var (points, field) = (flow.Points(state), flow.Observe(flow.Points(state), goal));
        var frame = new FlowFrame("", 0, null, points, goal, field.Velocities, queries => [.. field.Discriminator.Values(queries)]);
        Plot.For(frame).Render(frame, PictureFormat.Png);
        Assert.InRange(counter.Pairs, 2 * step, 10 * step);
    }

    [Fact]
    public void Who_chooses_a_grid_gets_it()
    {
        var asked = 0;
        var frame = FlowFrame.Example(2) with { Landscape = queries => { asked = queries.Rows; return new double[queries.Rows]; } };
        new FlowFrame2D(Grid: 100).Render(frame, PictureFormat.Png);
        Assert.InRange(asked, 100 * 70, 100 * 90);
        new FlowFrame2D().Render(frame, PictureFormat.Png);
        Assert.InRange(asked, 700, 9 * frame.Particles.Rows);
        new FlowFrame2D().Render(frame with { Particles = new(5, 2), Velocities = new(5, 2) }, PictureFormat.Png);
        Assert.InRange(asked, 440, 512); // few points cost nothing
    }
}
