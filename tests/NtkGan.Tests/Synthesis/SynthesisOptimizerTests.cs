using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;
using NtkGan.Synthesis;
using NtkGan.Tests.Movers;

namespace NtkGan.Tests.Synthesis;

/// <summary>Optimisers on problems with known minima, within bounds, and their checkpoints.</summary>
public class SynthesisOptimizerTests
{
    public static TheoryData<string> Names => [.. Catalog.Members<Mover>().Select(member => member.Name)];

    private static Mover Example(string name) => name switch
    {
        "gradient_descent" => new GradientDescent(.01),
        "euler" => new ExplicitEuler(.01),
        "heun" => new Heun(.01),
        "sgd" => new Sgd(.01),
        "optimizer" => new OptimizerMethod(new Adam(.01)),
        "adaptive" => new AdaptiveHeun(3e-7, .01),
        _ => ((Mover)Catalog.Find(typeof(Mover), name).Example()).WithUsualRate(.01),
    };

    // sum_c w_c (z_c - t_c)^2 with weights from 1 to 50.
    private static SynthesisEvaluation Quadratic(Matrix samples, double[] target)
    {
        var (loss, gradient) = (0.0, new Matrix(samples.Rows, samples.Columns));
        for (var i = 0; i < samples.Values.Length; i++)
        {
            var (weight, offset) = (1 + 49.0 * i / (samples.Values.Length - 1), samples.Values[i] - target[i]);
            loss += weight * offset * offset;
            gradient.Values[i] = 2 * weight * offset;
        }

        return new(loss, gradient, 0, 0, samples);
    }

    // (1 - x)^2 + 100 (y - x^2)^2.
    private static SynthesisEvaluation Rosenbrock(Matrix samples)
    {
        var (x, y) = (samples[0, 0], samples[0, 1]);
        var valley = y - x * x;
        return new((1 - x) * (1 - x) + 100 * valley * valley, new Matrix(1, 2, [-2 * (1 - x) - 400 * x * valley, 200 * valley]), 0, 0, samples);
    }

    private static (MoverStep Step, Matrix Samples) Advance(Mover optimizer, Matrix start, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, MoverMemory? memory = null)
    {
        var position = start.Values.ToArray();
        Matrix Points(double[] values) => new(start.Rows, start.Columns, values);
        var step = optimizer.Advance(position, memory ?? optimizer.Start(position.Length), new DescribedField(
            values => evaluate(Points(values)) is var value ? (value.Loss, value.Gradient.Values.ToArray()) : default,
            start.Columns, values => bounds.Clip(Points(values)),
            (values, gradient) => bounds.Projected(Points(values), Points(gradient)).Values.CopyTo(gradient)));
        return (step, Points(position));
    }

    private static Matrix Minimised(Mover optimizer, Matrix start, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, int steps)
    {
        var memory = optimizer.Start(start.Values.Length);
        for (var k = 0; k < steps; k++) start = Advance(optimizer, start, evaluate, bounds, memory).Samples;
        return start;
    }

    [Theory, MemberData(nameof(Names))]
    public void The_minimum_within_bounds_is_found(string name)
    {
        double[] target = [0.3, 1.2, -0.2, 0.7, 0.1, 1.1], clipped = [0.3, 1, 0, 0.7, 0.1, 1];
        var steps = name switch { "lbfgs" => 40, "adaptive" => 10_000, _ => 3000 };
        var found = Minimised(Example(name), new Matrix(2, 3, [.5, .5, .5, .5, .5, .5]), samples => Quadratic(samples, target), Bounds.Unit, steps);
        Close.Relative((ReadOnlySpan<double>)clipped, found.Values, Close.SixDecimals);
    }

    [Fact]
    public void Lbfgs_follows_a_curved_valley_also_along_a_wall()
    {
        var start = Matrix.Of(new[,] { { -1.2, 1 } });
        Close.Relative(Matrix.Of(new[,] { { 1.0, 1 } }), Minimised(new Lbfgs(), start, Rosenbrock, new Bounds(), 80), Close.Solver);

        // With x at most 0.5 the minimum is (0.5, 0.25).
        Close.Relative(Matrix.Of(new[,] { { 0.5, 0.25 } }), Minimised(new Lbfgs(), start, Rosenbrock, new Bounds(null, [0.5, 9]), 80), Close.Solver);
    }

    [Fact]
    public void Lbfgs_doubles_a_step_on_a_slope_that_hardly_changes()
    {
        // L = (z - 3)^2 from 0: after a move of 0.16 the slope is still more than 0.9 of the first, after 0.32 it is not.
        var (step, samples) = Advance(new Lbfgs(FirstMove: 0.01), new Matrix(1, 2), at => Quadratic(at, [3, 0]), new Bounds());
        Close.Rounding(32, step.StepSize, 32);
        Close.Rounding(0.32, samples[0, 0]);
    }

    [Theory]
    [InlineData("lbfgs")]
    [InlineData("backtracking")]
    public void A_line_search_never_raises_the_loss_and_ends_at_a_minimum(string name)
    {
        var descent = new SynthesisDescent(ProblemP.Objective(new CrossEntropy(), 4096 / 1200.0), Example(name), Bounds.Unit);
        var (state, before) = (descent.Start(ProblemP.Synthetic), double.PositiveInfinity);
        for (var k = 0; k < 60; k++)
        {
            var step = descent.Advance(state);
            Assert.True(step.Before.Loss <= before);
            if (step.Status == SynthesisStatus.Stalled) Assert.NotEmpty(step.Reason);
            (state, before) = (step.State, step.Before.Loss);
        }

        // Below the value of copies, log 2, as lambda is moderate.
        Assert.InRange(before, 0.68, Math.Log(2));
    }

    [Fact]
    public void A_minimum_stalls_a_line_search()
    {
        foreach (var optimizer in new Mover[] { new Lbfgs(), new Backtracking() })
        {
            var (step, samples) = Advance(optimizer, Matrix.Column(3, 0), at => Quadratic(at, [3, 0]), new Bounds());
            Assert.NotNull(step.Stalled);
            Assert.Equal([3.0, 0], samples.Values.ToArray());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_resumed_run_repeats_the_bits(string name)
    {
        SynthesisDescent Descent() => new(
            new SynthesisObjective(new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(3))], Batching: new PairedBatches(2)), ProblemP.Real, 3, seed: 5),
            Example(name), Bounds.Unit, Example(name).NeedsCost ? null : new StaticPerturbation(), seed: 5);
        var whole = Descent();
        var (state, middle) = (whole.Start(ProblemP.Synthetic), (SynthesisState?)null);
        for (var k = 0; k < 12; k++)
        {
            state = whole.Advance(state).State;
            if (k == 5) middle = state;
        }

        var resumed = Descent();
        var again = StateReader.Read(StateWriter.Of(middle!.Save), resumed.Restore);
        while (again.Step < 12) again = resumed.Advance(again).State;
        Assert.Equal(state.Samples.Values.ToArray(), again.Samples.Values.ToArray());
        Assert.Equal(state.Losses, again.Losses);
        Assert.Equal(StateWriter.Of(state.Save).Keys.Order(), StateWriter.Of(again.Save).Keys.Order());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_skips_a_step_of_adam_wholly_and_in_the_end_is_an_error()
    {
        var calls = 0;
        SynthesisEvaluation Evaluate(Matrix samples) => ++calls < 4 ? Quadratic(samples, [0, 0]) : new(0, Matrix.Column(double.NaN, 1), 0, 0, samples);
        var (adam, samples) = (new Adam(.01), Matrix.Column(1, 1));
        var memory = adam.Start(2);
        for (var k = 0; k < 3; k++) samples = Advance(adam, samples, Evaluate, new Bounds(), memory).Samples;
        var before = memory.Clone();
        var skipped = Advance(adam, samples, Evaluate, new Bounds(), memory);
        Assert.Equal(0, skipped.Step.StepSize);
        Assert.Equal(samples.Values.ToArray(), skipped.Samples.Values.ToArray());
        Assert.Equal(before["first_moment"], memory["first_moment"]);
        Assert.Equal(3, memory.Steps);
        Assert.Throws<NumericalException>(() => Minimised(new Adam(), Matrix.Column(1, 1), Evaluate, new Bounds(), 20));
        Assert.Throws<NumericalException>(() => Advance(new GradientDescent(), samples, Evaluate, new Bounds()));
        Assert.Throws<NumericalException>(() => Advance(new Sgd(), samples, Evaluate, new Bounds()));
    }

    [Fact]
    public void Noise_is_fresh_in_each_step_and_replica_and_has_its_documented_size()
    {
        Matrix real = Contracts.KernelContractTests.RandomPoints(2, 1, dimension: 2), start = new(400, 2);
        Matrix Moved(int replica, long step)
        {
            var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(0))]);
            var descent = new SynthesisDescent(new SynthesisObjective(problem, real, 400), new GradientDescent(), perturbation: new AnnealedPerturbation(), replica: replica);
            return descent.Advance(descent.Start(start) with { Step = step }).State.Samples;
        }

        var first = Moved(0, 0);
        Assert.NotEqual(first[0, 0], Moved(1, 0)[0, 0]);
        Assert.NotEqual(first[0, 0] * 2 / 3, Moved(0, 1)[0, 0]);
        foreach (var (rows, scale) in new[] { (first, 1 / 2.0), (Moved(0, 3), 1 / 5.0) })
            Close.Sampled(scale * scale, DotProduct.Of(rows.Values, rows.Values) / 800, scale * scale * Math.Sqrt(2 / 800.0));
        Assert.Equal([0.0, 0.3, 0.25, 1 / 9.0],
            [new NoPerturbation().Scale(2), new StaticPerturbation(0.3).Scale(2), new ExponentialPerturbation(0.5).Scale(2), new AnnealedPerturbation(-2).Scale(2)]);
    }

    [Fact]
    public void Stopping_rules_say_why()
    {
        SynthesisStep Last(StoppingRule rule)
        {
            var descent = new SynthesisDescent(ProblemP.Objective(new CrossEntropy(), 3), new Backtracking(), Bounds.Unit, stopping: rule);
            var step = descent.Advance(descent.Start(ProblemP.Synthetic));
            while (step.Status == SynthesisStatus.Running && step.State.Step < 400) step = descent.Advance(step.State);
            return step;
        }

        var (flat, slow) = (Last(new StoppingRule(Gradient: 1e-3)), Last(new StoppingRule(Loss: 1e-3, Window: 5)));
        Assert.Equal((SynthesisStatus.Converged, SynthesisStatus.Converged), (flat.Status, slow.Status));
        Assert.InRange(flat.GradientLength, 0, 1e-3);
        Assert.Contains("gradient", flat.Reason, StringComparison.Ordinal);
        Assert.Contains("5 steps", slow.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var objective = ProblemP.Objective(new CrossEntropy(), 1);
        Assert.Throws<UsageException>(() => new SynthesisDescent(objective, new Lbfgs(), perturbation: new StaticPerturbation()));
        Assert.Throws<UsageException>(() => new Bounds([1.0], [0.0]));
        Assert.Throws<UsageException>(() => new Bounds([0.0, 0, 0]).Clip(new Matrix(1, 2)));
        Assert.Throws<UsageException>(() => SynthesisDescent.UniformSamples(2, 2, new Bounds([0.0]), 1));
        Assert.Throws<UsageException>(() => new Adam(FirstDecay: 1));
        Assert.Throws<UsageException>(() => new ExponentialPerturbation(1.5));
        Assert.Throws<InvalidDataFormatException>(() => StateReader.Read(new Dictionary<string, Matrix>(), state => SynthesisState.Restore(state, new Adam(), 3, 2)));
        Assert.Throws<InvalidDataFormatException>(() => objective.Evaluate(new Matrix(2, 2)));
        Assert.Throws<UsageException>(() => new SpectrumLambda().Resolve(2, () => [0, 0, 0, 1]));
        Assert.Throws<UsageException>(() => new SecondEigenvalueLambda().Resolve(6, () => [0, 0, 0, 1]));
    }
}
