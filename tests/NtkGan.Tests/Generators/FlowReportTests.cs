using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Tests.Generators;

/// <summary>What a flow tells of its way: trainings that stopped early, runs that cannot move, steps that are too large.</summary>
public class FlowReportTests
{
    private static readonly Kernel Relu = new NeuralKernel(new Mlp(biasDeviation: 1));
    private static readonly Matrix Fakes = Metrics.Sets.Normal(6, 2, 1), Targets = Metrics.Sets.Normal(5, 2, 2);

    private static FlowReport Run(Kernel kernel, Loss loss, Training training, Mover method, int steps, Matrix fakes)
    {
        var flow = new GeneratorFlow(kernel, loss, training, method, StepScaling.PerParticle);
        var state = new FlowState(fakes);
        for (var step = 0; step < steps; step++) state = flow.Advance(state, Targets);
        return state.Report!;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Every_step_with_a_training_that_stopped_early_counts(int steps)
    {
        var report = Run(Relu, new Vanilla(), new Ode(5, MaximumSteps: 4), new Heun(.1), steps, Fakes);
        Assert.Equal((TrainingStatus.StepLimit, steps, 1), (report.Status, report.StoppedEarly, report.FirstStop));
        Assert.Contains("limit of 4 steps", report.Note);
        Assert.InRange(report.ErrorEstimate, 1e-300, 1e-3);
    }

    [Fact]
    public void A_step_that_stopped_early_is_remembered_by_the_sound_ones_after_it()
    {
        var state = new GeneratorFlow(Relu, new Vanilla(), new Ode(5, MaximumSteps: 4), new ExplicitEuler(.1)).Advance(new FlowState(Fakes, Step: 6), Targets);
        state = new GeneratorFlow(Relu, new Vanilla(), new Ode(5), new ExplicitEuler(.1)).Advance(state, Targets);
        Assert.Equal((TrainingStatus.Converged, 1, 7), (state.Report!.Status, state.Report.StoppedEarly, state.Report.FirstStop));
        Assert.Empty(state.Report.Note);
    }

    [Fact]
    public void A_sound_step_reports_its_cost_and_velocity_and_nothing_else()
    {
        var field = new GeneratorFlow(Relu, new Lsgan(), new Exact(), new ExplicitEuler(.1)).Observe(Fakes, Targets);
        var report = Run(Relu, new Lsgan(), new Exact(), new ExplicitEuler(.1), 1, Fakes);
        Assert.Equal(field.Cost, report.Cost);
        Close.Relative(Enumerable.Range(0, 6).Max(i => Math.Sqrt(DotProduct.Of(field.Velocities.Row(i), field.Velocities.Row(i)))), report.LargestVelocity, Close.Kernel);
        Assert.Equal(new FlowReport(Cost: report.Cost, LargestVelocity: report.LargestVelocity, ErrorEstimate: report.ErrorEstimate) { Summation = report.Summation }, report);
        Assert.NotEqual(0, field.Trained.ErrorEstimate);
    }

    [Fact]
    public void The_discriminator_keeps_its_steps_and_error_estimate()
    {
        var trained = new Ode(1).Start(Relu, new Vanilla()).Train(Fakes, Targets);
        var (_, result) = KernelDiscriminator.Train(Relu, Fakes, Targets, new Vanilla(), new Ode(1));
        Assert.Equal((result.Steps, result.ErrorEstimate), (trained.Steps, trained.ErrorEstimate));
        Assert.InRange(trained.Steps, 5, 1000);
        Assert.Equal(7, new NetworkTraining(steps: 7).Start(new NeuralKernel(new Mlp(width: 4)), new Lsgan()).Train(Fakes, Targets).Steps);
    }

    [Fact]
    public void A_flow_that_cannot_move_says_for_how_long()
    {
        // Between a Gaussian of width 1e-3 and targets a million widths away no force is left.
        var report = Run(new GaussianKernel(1e-3), new ExternalIpm(), new Exact(), new ExplicitEuler(1), 4, Metrics.Sets.Translated(Fakes, 1000, 0));
        Assert.Equal((4, 0.0), (report.AtRest, report.LargestVelocity));
        Assert.Equal(0, Run(Relu, new Ipm(), new Exact(), new ExplicitEuler(1), 4, Fakes).AtRest);
    }

    [Fact]
    public void Points_of_one_place_are_counted()
    {
        Assert.Equal(5, Run(new EnergyKernel(), new Ipm(), new Exact(), new ExplicitEuler(.1), 3, Fakes.Take([2, 2, 2, 2, 2, 2])).Coincident);
        Assert.Equal(1, Run(Relu, new Ipm(), new Exact(), new ExplicitEuler(.1), 3, Fakes.Take([0, 1, 2, 1])).Coincident);
    }

    [Fact]
    public void A_diverged_training_ends_the_step_with_what_to_change()
    {
        var failure = Assert.Throws<NumericalException>(() => Run(Relu, new Lsgan(), new Euler(100, 10), new ExplicitEuler(.1), 1, Fakes));
        Assert.Contains("reduce the step size", failure.Message);
    }

    [Fact]
    public void A_cancelled_step_leaves_the_discriminator_as_it_was()
    {
        var flow = new GeneratorFlow(new NeuralKernel(new Mlp(width: 4)), new Lsgan(), new NetworkTraining(steps: 3), new ExplicitEuler(.1));
        var state = flow.Advance(new FlowState(Fakes), Targets);
        var before = flow.Game.Save();
        using (Workers.Cancel(new(canceled: true))) Assert.ThrowsAny<OperationCanceledException>(() => flow.Advance(state, Targets));
        foreach (var (name, values) in flow.Game.Save()) Assert.Equal(before[name].Values, values.Values);
    }

    [Fact]
    public void Points_are_the_callers_own()
    {
        var flow = new GeneratorFlow(Relu, new Ipm(), new Exact(), new ExplicitEuler(.1));
        var (mine, before) = (Fakes.Clone(), Fakes.Clone());
        var state = new FlowState(mine);
        flow.Points(state).Values.Fill(7);
        Assert.Equal(before.Values, mine.Values);
        Assert.Equal(before.Values, flow.Points(state).Values);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(-20)]
    [InlineData(100)]
    public void A_flow_in_another_unit_of_length_is_the_same_flow(int exponent)
    {
        // A Gaussian of a scaled width takes the same values; velocities carry 1/length, so a step of length^2 scales the moves with the points.
        Matrix Scaled(Matrix points) => new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => Math.ScaleB(value, exponent))]);
        foreach (var loss in Catalog.Members<Loss>().Select(member => (Loss)member.Example()))
        {
            foreach (var method in new[] { "euler", "heun", "adaptive" })
            {
                Mover Method(int unit) => method switch
                {
                    "euler" => new ExplicitEuler(Math.ScaleB(.3, 2 * unit)),
                    "heun" => new Heun(Math.ScaleB(.3, 2 * unit)),
                    _ => new AdaptiveHeun(Math.ScaleB(.01, unit), Math.ScaleB(.3, 2 * unit), Math.ScaleB(1e5, 2 * unit)),
                };
                FlowState End(Matrix fakes, Matrix targets, int unit)
                {
                    var flow = new GeneratorFlow(new GaussianKernel(Math.ScaleB(1.5, unit)), loss, new Exact(), Method(unit), StepScaling.PerParticle);
                    var state = new FlowState(fakes);
                    for (var step = 0; step < 4; step++) state = flow.Advance(state, targets);
                    return state;
                }

                Assert.Equal(Scaled(End(Fakes, Targets, 0).Parameters).Values, End(Scaled(Fakes), Scaled(Targets), exponent).Parameters.Values);
            }
        }
    }
}
