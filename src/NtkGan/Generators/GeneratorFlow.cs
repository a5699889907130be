using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Whether a particle's step carries the 1/n of the mean cost.</summary>
public enum StepScaling
{
    /// <summary>x_i &lt;- x_i - eta dC/dx_i with C = mean c(f): an effective step of eta/n, as in the paper.</summary>
    Mean,

    /// <summary>x_i &lt;- x_i - eta grad c(f(x_i)): an effective step of eta, whatever n.</summary>
    PerParticle,
}

/// <summary>Which pointwise function the particles descend.</summary>
public enum GeneratorCost
{
    /// <summary>c, the loss's generator function, as in practice (non-saturating).</summary>
    C,

    /// <summary>a, the discriminator's own function on fakes, as in the theory (the zero-sum game).</summary>
    A,
}

/// <summary>Generated points under a discriminator that is trained anew at every instant: each is drawn by a velocity, as the game says, such as
/// -grad (c o f)(x_i). Free particles move by it (the Wasserstein gradient flow of C; Franceschi et al. 2022, section 3), those of a generator as its parameters
/// allow.</summary>
public sealed class GeneratorFlow
{
    private readonly StepScaling _scaling;
    private readonly double? _share;
    private Sight? _seen;

    /// <summary>Prepares a flow.</summary>
    /// <param name="kernel">The discriminator's kernel.</param>
    /// <param name="loss">The adversarial loss.</param>
    /// <param name="training">How, and for how long, the discriminator is trained.</param>
    /// <param name="method">How parameters move: a time stepping or an optimiser.</param>
    /// <param name="scaling">Whether a step carries 1/n.</param>
    /// <param name="cost">Which function the points descend.</param>
    /// <param name="normalisation">How points are weighted in the discriminator's loss.</param>
    /// <param name="initial">f_0, the discriminator before training; null for the training's own.</param>
    /// <param name="seed">The seed of what is random in the discriminator.</param>
    /// <param name="generator">What makes the points; null for free particles.</param>
    /// <param name="gradient">How the gradient is taken, and of which cost; of the loss at a discriminator that is held, if null.</param>
    /// <param name="share">What a point's step carries in place of the scaling, such as 1/n_0 for any number of points; null for the scaling.</param>
    /// <exception cref="UsageException">The training cannot treat the loss or the kernel, or the method compares costs and the game or the generator has none.</exception>
    public GeneratorFlow(Kernel kernel, Loss loss, Training training, Mover method, StepScaling scaling = StepScaling.Mean,
        GeneratorCost cost = GeneratorCost.C, Normalisation normalisation = Normalisation.PerMeasure, Discriminator? initial = null, ulong seed = 1, GeneratorMap? generator = null,
        GameGradient? gradient = null, double? share = null)
    {
        (Method, _scaling, _share, Generator) = (method, scaling, share, generator ?? Particles.Map);
        Game = (gradient ?? new Frozen()).Start(kernel, loss, training, cost, normalisation, initial, seed);
        if (!method.NeedsCost) return;
        var name = Catalog.NameOf(method.GetType());
        if (!Game.HasCost) throw new UsageException($"{name} looks for lower costs, but points under a held discriminator have none to compare, for each place has another discriminator: take a gradient through training, or a method that follows velocities, such as euler or adam.");
        if (!Generator.PullIsGradient) throw new UsageException($"{name} needs the gradient by the parameters, but a generator of infinite width moves in the geometry of its kernel: take a method that follows velocities, such as euler or adam.");
    }

    /// <summary>How parameters move.</summary>
    public Mover Method { get; }

    /// <summary>What makes the points.</summary>
    public GeneratorMap Generator { get; }

    /// <summary>The generated points of a state, n x d, the caller's own.</summary>
    public Matrix Points(FlowState state) => Generator.Points(state.Position);

    /// <summary>The game. What its discriminator carries from training to training belongs to the state of the flow.</summary>
    public Game Game { get; }

    /// <summary>Trains the discriminator against the particles and returns it with the velocities, and leaves the discriminator as it was.
    /// Cost of IPM: n (n + m) pairs, which a step from there is spared where each training starts anew.</summary>
    /// <exception cref="NumericalException">The velocities are not finite.</exception>
    public FlowField Observe(Matrix particles, Matrix targets, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        Game.Mark();
        try
        {
            var field = Field(particles, targets, particles);
            if (Game.StartsAnew) _seen = new(particles.Clone(), targets.Clone(), field);
            return field;
        }
        finally
        {
            Game.TakeBack();
        }
    }

    /// <summary>The cost of a point where the discriminator is f, and its slope.</summary>
    public (double Value, double Slope) CostAt(double f) => Game.CostAt(f);

    /// <summary>One step of the flow.</summary>
    /// <param name="state">Where the flow stands.</param>
    /// <param name="targets">The targets of this step, m x d.</param>
    /// <param name="moving">The points whose cost is descended; the others rest. All of the generator, if null.</param>
    /// <param name="fakes">The points that the discriminator is trained on; those that move, if null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Where the flow stands then, with a report of how each training of every step so far ended.</returns>
    /// <exception cref="NumericalException">The flow diverges, or a training does; the discriminator is as before the step, as after any exception.</exception>
    /// <remarks>The game is marked as it was before the step: a caller who cannot use the step takes it back.</remarks>
    public FlowState Advance(FlowState state, Matrix targets, GeneratedBatch? moving = null, GeneratedBatch? fakes = null, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        Game.Mark();
        try
        {
            return Step(state, targets, moving ?? new(Generator), fakes);
        }
        catch
        {
            Game.TakeBack();
            throw;
        }
    }

    private FlowState Step(FlowState state, Matrix targets, GeneratedBatch batch, GeneratedBatch? fakes)
    {
        var position = state.Position.Values.ToArray();
        var (memory, motion) = (state.Memory ?? Method.Start(position.Length), new Motion(this, state, targets, batch, fakes));
        var step = Method.Advance(position, memory, motion);
        var parameters = new Matrix(state.Position.Rows, state.Position.Columns, position);
        if (!parameters.IsFinite()) throw new NumericalException("A generated point has left the finite numbers: reduce the step size.");
        return FlowState.Of(parameters, state.Step + 1, state.Time + step.StepSize * motion.Share * Generator.TimePerStep(motion.Count), memory, motion.Report.After(state.Step + 1));
    }

    private FlowField Field(Matrix fakes, Matrix targets, Matrix points)
    {
        if (_seen is { } seen && ReferenceEquals(fakes, points) && seen.IsOf(points, targets)) return seen.Field;
        _seen = null;
        var field = Game.Field(fakes, targets, points);
        return field.Velocities.IsFinite() ? field
            : throw new NumericalException("The velocities of the points are no longer finite: reduce the step size or the training time.");
    }

    /// <summary>What was observed last, of points that may have changed since.</summary>
    private sealed record Sight(Matrix Points, Matrix Targets, FlowField Field)
    {
        public bool IsOf(Matrix points, Matrix targets) => AreEqual(Points, points) && AreEqual(Targets, targets);

        private static bool AreEqual(Matrix one, Matrix other) => (one.Rows, one.Columns) == (other.Rows, other.Columns) && one.Values.SequenceEqual(other.Values);
    }

    /// <summary>One step's descent: against the pull on the parameters.</summary>
    private sealed class Motion(GeneratorFlow flow, FlowState state, Matrix targets, GeneratedBatch batch, GeneratedBatch? fakes) : MovingField
    {
        private bool _isUnderWay;

        /// <summary>Points that move.</summary>
        public int Count { get; private set; }

        public FlowReport Report { get; private set; } = (state.Report ?? new()).Begin();

        /// <summary>What a point's step carries.</summary>
        public double Share => flow._share ?? (flow._scaling == StepScaling.Mean ? 1.0 / Count : 1);

        public override int PointLength(int count) => state.Position.Columns;

        public override double Evaluate(double[] position, double[] gradient)
        {
            var parameters = new Matrix(state.Position.Rows, state.Position.Columns, position);
            var points = batch.Points(parameters);
            Count = points.Rows;
            var field = flow.Field(fakes is null || flow.Game.TrainsOnDrawnPoints ? points : fakes.Points(parameters), targets, points);
            if (field.Trained.Status == TrainingStatus.Diverged) throw new NumericalException(field.Trained.Note);
            Report = Report.With(field.Trained);
            field.Discriminator.Release();
            var velocities = field.Velocities.Clone();
            foreach (ref var component in velocities.Values) component *= Share;
            var pull = batch.Pull(parameters, velocities);
            if (!_isUnderWay) Report = Report.With(field, points);
            _isUnderWay = true;
            for (var i = 0; i < gradient.Length; i++) gradient[i] = -pull.Values[i];
            return flow.Game.HasCost ? Share * Count * field.Cost : 0;
        }
    }
}
