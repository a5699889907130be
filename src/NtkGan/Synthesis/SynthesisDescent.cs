using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Synthesis;

/// <summary>When a synthesis ends by itself, under batches that stay: random ones cannot be compared. A rule of 0 is off.</summary>
/// <param name="Gradient">It has converged when the mean length of the rows of the projected gradient is at most this.</param>
/// <param name="Loss">It has converged when the loss has changed by at most this fraction of itself over the window.</param>
/// <param name="Window">Steps of the window, at least 1.</param>
public sealed record StoppingRule(double Gradient = 0, double Loss = 0, int Window = 20)
{
    /// <summary>The length of the projected gradient.</summary>
    public double Gradient { get; init => field = Require.NonNegative(value, nameof(Gradient)); } = Require.NonNegative(Gradient);

    /// <summary>The fraction of the loss.</summary>
    public double Loss { get; init => field = Require.NonNegative(value, nameof(Loss)); } = Require.NonNegative(Loss);

    /// <summary>Steps of the window.</summary>
    public int Window { get; init => field = Require.AtLeast(1, value, nameof(Window)); } = Require.AtLeast(1, Window);
}

/// <summary>How a step ended.</summary>
public enum SynthesisStatus
{
    /// <summary>More steps may follow.</summary>
    Running,

    /// <summary>The stopping rule holds.</summary>
    Converged,

    /// <summary>The optimiser finds no step that lowers the loss.</summary>
    Stalled,
}

/// <summary>One step of a synthesis. Loss, gradient and scores belong to the samples before the step and to the batch that the step used.</summary>
/// <param name="State">Where the synthesis stands after the step.</param>
/// <param name="Before">The objective before the step.</param>
/// <param name="LossAfter">The loss after the step under the same batch, where the optimiser knows it.</param>
/// <param name="GradientLength">The mean over samples of |dL/dz_i|, projected on the bounds.</param>
/// <param name="PerturbationLength">The mean over samples of the length of the noise.</param>
/// <param name="StepSize">The step size that was taken; 0 where the step was skipped.</param>
/// <param name="Status">How the step ended.</param>
/// <param name="Reason">Why it is the last, or an empty string.</param>
public sealed record SynthesisStep(SynthesisState State, SynthesisEvaluation Before, double? LossAfter, double GradientLength, double PerturbationLength,
    double StepSize, SynthesisStatus Status, string Reason);

/// <summary>Data synthesis: the samples descend the objective within their bounds.</summary>
public sealed class SynthesisDescent
{
    /// <summary>The usual rate of Adam.</summary>
    public const double UsualRate = 0.01;

    private (long Batch, Matrix Samples, SynthesisEvaluation Value)? _last;

    /// <summary>Sets all that a step needs.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="optimizer">The optimiser; Adam if none is given.</param>
    /// <param name="bounds">The box of the samples; none if not given.</param>
    /// <param name="perturbation">Noise in every step; none if not given.</param>
    /// <param name="stopping">When to stop; never if not given.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <param name="replica">Which of several runs on the same batches this is; each has its own noise.</param>
    /// <exception cref="UsageException">The optimiser allows no noise, or steps of random batches are to be compared.</exception>
    public SynthesisDescent(SynthesisObjective objective, Mover? optimizer = null, Bounds? bounds = null, Perturbation? perturbation = null,
        StoppingRule? stopping = null, ulong seed = 0, int replica = 0)
    {
        (Objective, Optimizer, Bounds, Perturbation) = (objective, (optimizer ?? new Adam()).WithUsualRate(UsualRate), bounds ?? new Bounds(), perturbation ?? new NoPerturbation());
        (Stopping, Seed, Replica) = (stopping ?? new StoppingRule(), seed, Require.AtLeast(0, replica));
        if (Optimizer.NeedsCost && Perturbation is not NoPerturbation)
            throw new UsageException($"{Catalog.NameOf(Optimizer.GetType())} promises that the loss falls and allows no perturbation: take gradient descent or Adam for noise.");
        if ((Stopping.Gradient > 0 || Stopping.Loss > 0) && !objective.Problem.Batching.IsFixed)
            throw new UsageException("A stopping rule compares the steps of one batch, but here each step draws another: leave it out, or take the whole batch or all pairs.");
    }

    /// <summary>The objective.</summary>
    public SynthesisObjective Objective { get; }

    /// <summary>The optimiser.</summary>
    public Mover Optimizer { get; }

    /// <summary>The box.</summary>
    public Bounds Bounds { get; }

    /// <summary>The noise.</summary>
    public Perturbation Perturbation { get; }

    /// <summary>When to stop.</summary>
    public StoppingRule Stopping { get; }

    /// <summary>The seed of the noise.</summary>
    public ulong Seed { get; }

    /// <summary>Which of several runs this is.</summary>
    public int Replica { get; }

    /// <summary>m samples, independent and uniform in the box.</summary>
    /// <param name="samples">m.</param>
    /// <param name="dimension">d.</param>
    /// <param name="bounds">The box, bounded on all sides.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replica">Which of several runs; each starts elsewhere.</param>
    /// <param name="spread">The box is shrunk about its middle by this factor, from 0 to 1.</param>
    /// <exception cref="UsageException">A side is not bounded, or the lists of bounds do not fit the dimension.</exception>
    public static Matrix UniformSamples(int samples, int dimension, Bounds bounds, ulong seed, int replica = 0, double spread = 1)
    {
        bounds.CheckDimension(dimension);
        var (result, random) = (new Matrix(samples, dimension), CounterRandom.For(seed, "synthesis start", (ulong)replica));
        for (var i = 0; i < samples; i++)
        {
            for (var c = 0; c < dimension; c++)
            {
                var (least, largest) = (bounds.Least(c), bounds.Largest(c));
                if (!double.IsFinite(least) || !double.IsFinite(largest)) throw new UsageException($"Samples cannot start uniformly where coordinate {c} has no bounds: give lower and upper.");
                result[i, c] = least + (largest - least) * ((1 - spread) / 2 + spread * random.NextUniform());
            }
        }

        return result;
    }

    /// <summary>The state before the first step: the samples, moved into the box.</summary>
    public SynthesisState Start(Matrix samples)
    {
        var start = samples.Clone();
        Bounds.Clip(start);
        return new(0, start, Optimizer.Start(start.Values.Length), []);
    }

    /// <summary>The objective at a state under the batch that its next step uses, which then does not compute it again, and the mean over samples of
    /// |dL/dz_i|, projected on the bounds.</summary>
    /// <exception cref="NumericalException">The kernel overflows, or the scores cannot be computed.</exception>
    public (SynthesisEvaluation Value, double GradientLength) Evaluate(SynthesisState state)
    {
        var value = Evaluate(state.Position, state.Step);
        return (value, MeanLength(Bounds.Projected(state.Position, value.Gradient)));
    }

    /// <summary>The mean over samples of the length of the noise that the next step from a state adds.</summary>
    public double PerturbationLength(SynthesisState state) => MeanLength(Noise(state));

    /// <summary>One step; a function of the state alone, so that a resumed run repeats the bits.</summary>
    /// <exception cref="NumericalException">The loss, its gradient or the samples are no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public SynthesisStep Advance(SynthesisState state, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        var noise = Noise(state);
        var (field, position, memory) = (new Field(this, state, noise), state.Position.Values.ToArray(), state.Memory);
        var step = Optimizer.Advance(position, memory, field);
        var (before, samples) = (field.Before!, new Matrix(state.Position.Rows, state.Position.Columns, position));
        if (field.Lowest is { } lowest && lowest.Samples.Values.SequenceEqual(position)) _last = (Batch(state.Step), lowest.Samples, lowest.Value);
        if (!samples.IsFinite()) throw new NumericalException("A sample has left the finite numbers: reduce the step size, or set bounds.");
        var gradient = MeanLength(Bounds.Projected(state.Position, before.Gradient));
        ValueList<double> losses = ValueList.From(state.Losses.Append(before.Loss).TakeLast(Stopping.Window + 1));
        var (status, reason) = Ending(step, gradient, losses);
        return new(new(state.Step + 1, samples, memory, losses), before, step.CostAfter, gradient, MeanLength(noise), step.StepSize, status, reason);
    }

    /// <summary>A state that was saved, to go on from to the same bits.</summary>
    /// <exception cref="InvalidDataFormatException">It does not fit the optimiser or the samples.</exception>
    public SynthesisState Restore(StateReader state) => SynthesisState.Restore(state, Optimizer, Objective.Samples, Objective.Real.Columns);

    private (SynthesisStatus Status, string Reason) Ending(MoverStep step, double gradient, ValueList<double> losses)
    {
        if (gradient <= Stopping.Gradient && Stopping.Gradient > 0)
            return (SynthesisStatus.Converged, FormattableString.Invariant($"the mean length of the gradient, {gradient:G3}, is at most {Stopping.Gradient:G3}"));
        if (Stopping.Loss > 0 && losses.Count > Stopping.Window && Math.Abs(losses[0] - losses[^1]) <= Stopping.Loss * Math.Abs(losses[0]))
            return (SynthesisStatus.Converged, FormattableString.Invariant($"the loss has changed by less than {Stopping.Loss:G3} of itself in {Stopping.Window} steps"));
        return step.Stalled is { } reason && Objective.Problem.Batching.IsFixed ? (SynthesisStatus.Stalled, reason) : (SynthesisStatus.Running, "");
    }

    private long Batch(long step) => Objective.Problem.Batching.IsFixed ? 0 : step;

    // Where an optimiser's step ends, its next one starts: that is not computed twice.
    private SynthesisEvaluation Evaluate(Matrix samples, long step)
    {
        var batch = Batch(step);
        if (_last is { } last && last.Batch == batch && last.Samples.Values.SequenceEqual(samples.Values)) return last.Value;
        var value = Objective.Evaluate(samples, batch);
        _last = (batch, samples, value);
        return value;
    }

    private Matrix? Noise(SynthesisState state)
    {
        var scale = Perturbation.Scale(state.Step + 1);
        if (scale == 0) return null;
        var noise = new Matrix(state.Position.Rows, state.Position.Columns);
        CounterRandom.For(Seed, FormattableString.Invariant($"perturbation {Replica}"), (ulong)state.Step).FillNormal(noise.Values);
        foreach (ref var value in noise.Values) value *= scale;
        return noise;
    }

    private static double MeanLength(Matrix? rows)
    {
        if (rows is null) return 0;
        var sum = 0.0;
        for (var i = 0; i < rows.Rows; i++) sum += Math.Sqrt(DotProduct.Of(rows.Row(i), rows.Row(i)));
        return sum / Math.Max(1, rows.Rows);
    }

    /// <summary>The objective of one step within the bounds, with the step's noise at its end.</summary>
    private sealed class Field(SynthesisDescent descent, SynthesisState state, Matrix? noise) : MovingField
    {
        /// <summary>The objective at the start of the step.</summary>
        public SynthesisEvaluation? Before { get; private set; }

        /// <summary>The lowest objective that the step has met, and where: at the end of a line search.</summary>
        public (Matrix Samples, SynthesisEvaluation Value)? Lowest { get; private set; }

        public override string Advice => "reduce the step size or lambda";

        public override int PointLength(int count) => state.Position.Columns;

        public override double Evaluate(double[] position, double[] gradient)
        {
            var samples = Points((double[])position.Clone());
            var value = descent.Evaluate(samples, state.Step);
            Before ??= value;
            if (Lowest is not { } lowest || value.Loss < lowest.Value.Loss) Lowest = (samples, value);
            value.Gradient.Values.CopyTo(gradient);
            return value.Loss;
        }

        public override void Confine(double[] position) => descent.Bounds.Clip(Points(position));

        public override void Settle(double[] position)
        {
            if (noise is not null) DotProduct.Add(-1, noise.Values, position);
            Confine(position);
        }

        public override void Release(double[] position, double[] gradient) => descent.Bounds.Projected(Points(position), Points(gradient)).Values.CopyTo(gradient);

        private Matrix Points(double[] values) => new(state.Position.Rows, state.Position.Columns, values);
    }
}
