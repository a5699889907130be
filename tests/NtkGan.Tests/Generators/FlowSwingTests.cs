using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Generators;

public sealed class FlowSwingTests
{
    // Standard normal targets: their spread in the plane is near sqrt 2, and no test rests on more.
    private static readonly Matrix Targets = Metrics.Sets.Normal(400, 2, 3);

    private static FlowSwing After(IReadOnlyList<Matrix> places)
    {
        var swing = new FlowSwing(places[0], Targets);
        for (var step = 1; step < places.Count; step++) swing.Add(places[step - 1], places[step]);
        return swing;
    }

    private static IReadOnlyList<Matrix> Places(int steps, Func<int, double> place, int count = 3) =>
        [.. Enumerable.Range(0, steps + 1).Select(step => new Matrix(count, 2, [.. Enumerable.Range(0, 2 * count).Select(_ => place(step))]))];

    private static Matrix[] Drawn(int steps, double scale) => [.. Enumerable.Range(0, steps).Select(step => Metrics.Sets.Normal(50, 2, (ulong)step, scale))];

    [Fact]
    public void Jumps_to_and_fro_are_told_and_nothing_else()
    {
        Assert.Contains("to and fro, by 0.", After(Places(100, step => step % 2 * .2)).Note);
        Assert.Null(After(Places(100, step => step % 2 * .005)).Note); // not a hundredth of the spread
        Assert.Null(After(Places(100, step => step % 2 * 1e-15)).Note); // rounding
        Assert.Null(After(Places(100, step => .2 * step)).Note); // a descent
        Assert.Null(After(Places(100, step => Math.Pow(-.8, step))).Note); // a swing that comes to rest
        Assert.Null(After(Places(100, step => Math.Sin(.6 * step))).Note); // momentum: some ten steps to and fro
        Assert.Null(After(Places(12, step => step % 2 * .2)).Note); // too few to tell
        Assert.Null(After(Places(3, step => 40 * step)).Note); // wide, from far away
        Assert.Null(After(Places(100, _ => 0)).Note);
    }

    [Fact]
    public void The_spread_is_that_about_the_mean_wherever_that_is()
    {
        var far = Targets.Clone();
        for (var i = 0; i < far.Rows; i++)
            for (var k = 0; k < far.Columns; k++) far[i, k] += 1024;
        var (swing, still) = (new FlowSwing(new(1, 2), far), new FlowSwing(new(1, 2), Targets));
        foreach (var one in new[] { swing, still }) one.Add(new(1, 2), new Matrix(1, 2, [3, 4]));
        Close.Relative(still.Move, swing.Move, Close.Kernel);
        Close.Within(5 / (16 * Math.Sqrt(2)), swing.Move, .03);
    }

    [Fact]
    public void Of_independent_places_the_mean_cosine_is_minus_a_half()
    {
        // 50 points over about 16 steps: a deviation of 1/sqrt(1600).
        Close.Sampled(-.5, After(Drawn(100, 1)).Cosine, 1 / 40.0);
        Assert.NotNull(After(Drawn(100, 1)).Note);
        Assert.Null(After(Drawn(100, .02)).Note); // noise of few hundredths, as random batches make
    }

    [Fact]
    public void A_random_walk_is_no_swing()
    {
        var places = Drawn(100, .3);
        for (var step = 1; step < places.Length; step++) DotProduct.Add(1, places[step - 1].Values, places[step].Values);
        Close.Sampled(0, After(places).Cosine, 1 / 40.0);
        Assert.Null(After(places).Note);
    }

    [Fact]
    public void Points_outside_of_a_batch_keep_their_last_move()
    {
        // One of three points moves in a step, to or fro.
        IReadOnlyList<Matrix> places = [.. Enumerable.Range(0, 200).Select(step => new Matrix(3, 1, [.. Enumerable.Range(0, 3).Select(i => .3 * ((step + i) / 3 % 2))]))];
        var swing = new FlowSwing(places[0], Metrics.Sets.Modes);
        for (var step = 1; step < places.Count; step++) swing.Add(places[step - 1], places[step]);
        Assert.InRange(swing.Cosine, -1, -.99);
        Assert.NotNull(swing.Note);
    }

    [Theory, InlineData(500), InlineData(-300), InlineData(-520)]
    public void Units_do_not_matter(int power)
    {
        Matrix Scaled(Matrix points) => new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => Math.ScaleB(value, power))]);
        var places = Drawn(40, 1);
        var (plain, scaled) = (new FlowSwing(places[0], Targets), new FlowSwing(Scaled(places[0]), Scaled(Targets)));
        for (var step = 1; step < places.Length; step++)
        {
            plain.Add(places[step - 1], places[step]);
            scaled.Add(Scaled(places[step - 1]), Scaled(places[step]));
        }

        Assert.Equal((plain.Cosine, plain.Move), (scaled.Cosine, scaled.Move));
    }

    /// <summary>One point under one target and a Gaussian kernel of width s: the force of a step h is that of a spring of h/s^2 at the target, so that 2 s^2 is the largest stable step.</summary>
    [Theory]
    [InlineData(.5, false), InlineData(.95, false), InlineData(1.5, true), InlineData(3, true)]
    public void A_flow_beyond_its_largest_stable_step_says_so(double share, bool told)
    {
        const double width = 2;
        var run = Run(new([[.4, 0]]), new([[0, 0]]), new GaussianKernel(width), new Ipm(), new ExplicitEuler(share * 2 * width * width), 200);
        Assert.Equal(told, run.Notes.Any(note => note.Contains("the step is too wide", StringComparison.Ordinal)));
        Assert.Null(run.Divergence);
    }

    // Twenty points, so that the kinks at the targets are worst; the multiples are of the presets' own steps, which are below the largest stable one.
    [Theory]
    [InlineData("eight_gaussians relu ipm", 8), InlineData("ab relu hinge", 8), InlineData("density relu vanilla", 20), InlineData("eight_gaussians rbf ipm", 25), InlineData("modes-1d source.count=5 target.count=5", 60)]
    public void Presets_say_so_at_wide_steps_alone(string words, double wide)
    {
        IReadOnlyCollection<string> Told(double factor)
        {
            string[] all = ["source.count=20", "target.count=20", .. words.Split(' '), "flow.iterations=150", "metrics=[]"];
            var step = ((ExplicitEuler)((ParticleFlowExperiment)Composition.Of(all).Experiment).Flow.Method).StepSize * factor;
            var run = Composition.Of([.. all, FormattableString.Invariant($"flow.method.step_size={step}")]).Experiment.Start();
            for (var i = 0; i < 150; i++) run.Advance();
            return run.Notes;
        }

        Assert.Empty(Told(.25));
        Assert.Contains("the step is too wide", Assert.Single(Told(wide)));
    }

    [Fact]
    public void Momentum_and_batches_at_sensible_steps_are_no_swing()
    {
        foreach (var method in new Mover[] { new Sgd(1000, .9), new Adam(.3), new ExplicitEuler(1000) })
        {
            var flow = new ParticleFlowExperiment(Source: new(new Gaussian(), 60), Target: new(new EightGaussians(), 60, Batch: method is ExplicitEuler ? 15 : 0), Flow: new(method, Iterations: 150, ReferenceCount: 500), Metrics: []);
            var run = flow.Start();
            for (var step = 0; step < 150; step++) run.Advance();
            Assert.Empty(run.Notes);
        }
    }

    [Fact]
    public void A_resumed_run_says_the_same()
    {
        ExperimentRun Of(int steps) => Run(new([[.4, 0], [1, 1]]), new([[0, 0], [1, 0]]), new GaussianKernel(2), new Ipm(), new ExplicitEuler(12), steps);
        var (whole, cut, resumed) = (Of(90), Of(47), Of(0));
        resumed.Restore(47, cut.Save());
        while (resumed.Step < 90) resumed.Advance();
        Assert.Single(whole.Notes);
        Assert.Equal(whole.Notes, resumed.Notes);
        Assert.All(whole.Save(), pair => Assert.Equal(pair.Value.Values, resumed.Save()[pair.Key].Values));
    }

    private static ExperimentRun Run(ListedPoints source, ListedPoints target, Kernel kernel, Loss loss, Mover method, int steps)
    {
        var run = new ParticleFlowExperiment(Source: new(source, source.Points.Count), Target: new(target, target.Points.Count), Kernel: kernel, Loss: loss,
            Flow: new(method, StepScaling.PerParticle, Iterations: 1000), Metrics: []).Start();
        for (var step = 0; step < steps; step++) run.Advance();
        return run;
    }
}
