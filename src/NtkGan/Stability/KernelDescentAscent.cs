using System.Globalization;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Stability;

/// <summary>Kernel gradient descent-ascent, exactly: the discriminator is kept as f_k = w_k sum_i p_i K(., x_i) - h_k, w_k = (1 - r^k)/lambda
/// (eta_d k at lambda = 0) and h_k the decayed history of the generated points, so no features are needed and any kernel serves
/// (Becker, Pandit, Rangan, Fletcher 2022, update rules in kernel form). Starts from f_0 = 0.
/// The same bits for any number of threads, and after a <see cref="Save()"/> and restoring.</summary>
public sealed class KernelDescentAscent
{
    private const double Farthest = 1e150;

    private readonly History _history;
    private readonly double[] _realMasses, _increments, _values, _realValues;
    private readonly Matrix _forces, _realForces;
    private Matrix _generated, _next;

    /// <summary>A simulation at its start.</summary>
    /// <param name="configuration">The game.</param>
    /// <param name="history">How the past is kept; exactly if none is given.</param>
    /// <exception cref="UsageException">The history does not suit the game.</exception>
    public KernelDescentAscent(GameConfiguration configuration, HistoryPolicy? history = null)
    {
        (Configuration, Policy) = (configuration, history ?? new ExactHistory());
        var (game, generated) = (configuration.Game, configuration.Generated);
        _history = Policy.Open(game, generated.Count, generated.Dimension);
        _realMasses = [.. configuration.Real.Masses];
        _increments = [.. generated.Masses.Select(mass => game.DiscriminatorRate * mass)];
        (_generated, _next) = (generated.Places.Clone(), new(generated.Count, generated.Dimension));
        (_values, _realValues) = (new double[generated.Count], new double[generated.Count]);
        (_forces, _realForces) = (new(generated.Count, generated.Dimension), new(generated.Count, generated.Dimension));
    }

    /// <summary>The game, with the points at the start.</summary>
    public GameConfiguration Configuration { get; }

    /// <summary>How the past is kept.</summary>
    public HistoryPolicy Policy { get; }

    /// <summary>Updates k of the discriminator so far.</summary>
    public int Updates { get; private set; }

    /// <summary>The generated points y_k now, n x d, as a copy.</summary>
    public Matrix Generated => _generated.Clone();

    /// <summary>The generated points now, with their masses.</summary>
    public WeightedPoints GeneratedPoints => new(Generated, Configuration.Generated.Masses);

    /// <summary>The weight w_k of the true points in f_k.</summary>
    public double RealWeight => WeightAfter(Configuration.Game, Updates);

    /// <summary>Centres by which the past is represented now.</summary>
    public int Centres => _history.Count;

    /// <summary>A bound in the kernel's norm on f_k minus the exact discriminator of the positions visited; 0 for an exact history. At any x,
    /// |f error| is at most this times sqrt(K(x, x)). (What a truncated history leaves out is not counted.)</summary>
    public double NormBound => _history.NormBound;

    /// <summary>A bound on the value of f_k minus the exact one at any point; infinite for a kernel without a bound of its own.</summary>
    public double ValueBound => NormBound == 0 ? 0 : NormBound * Math.Sqrt(Configuration.Game.Kernel.SpectralMoment(0));

    /// <summary>A bound on the gradient of f_k minus the exact one at any point; infinite for a kernel without such a bound.</summary>
    public double GradientBound => _history.GradientBound;

    /// <summary>w_k = (1 - r^k)/lambda without cancellation, eta_d k at lambda = 0; integer powers where r is not positive.</summary>
    /// <param name="game">The game.</param>
    /// <param name="updates">k >= 0.</param>
    public static double WeightAfter(KernelGame game, int updates)
    {
        var (decay, regularisation) = (game.DiscriminatorRate * game.Regularisation, game.Regularisation);
        if (decay == 0) return game.DiscriminatorRate * updates;
        return game.Retention > 0
            ? -ExponentialFunctions.Expm1(updates * ExponentialFunctions.Log1p(-decay)) / regularisation
            : (1 - Math.Pow(game.Retention, updates)) / regularisation;
    }

    /// <summary>One update of the discriminator, and of the generated points at every <see cref="KernelGame.DiscriminatorSteps"/>-th.</summary>
    /// <exception cref="NumericalException">A point has run off beyond 1e150, or the discriminator has overflowed; the points are left where they were.</exception>
    public void Advance()
    {
        var game = Configuration.Game;
        var moves = (Updates + 1) % game.DiscriminatorSteps == 0;
        if (moves && game.Order == UpdateOrder.Simultaneous) FindForces();
        _history.Record(_generated, _increments);
        Updates++;
        if (!moves) return;
        if (game.Order == UpdateOrder.Alternating) FindForces();
        _generated.Values.CopyTo(_next.Values);
        for (var j = 0; j < _next.Rows; j++)
        {
            var rate = game.GeneratorRate * Configuration.Generated.Masses[j];
            if (rate != 0) DotProduct.Add(rate, _forces.Row(j), _next.Row(j));
        }

        CheckPlaces(_next);
        (_generated, _next) = (_next, _generated);
    }

    /// <summary>Some updates.</summary>
    /// <param name="updates">How many, at least 0.</param>
    /// <param name="progress">Told the number of updates so far after each.</param>
    /// <param name="cancellation">Ends the work before the next update, with the simulation where it then is.</param>
    /// <exception cref="NumericalException">As in a single update.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Advance(int updates, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Require.AtLeast(0, updates);
        for (var k = 0; k < updates; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            Workers.ThrowIfCancelled();
            Advance();
            progress?.Report(Updates);
        }
    }

    /// <summary>The discriminator f_k and, where asked, its gradient.</summary>
    /// <param name="points">Query points, n x d.</param>
    /// <param name="values">Receives f_k, n values.</param>
    /// <param name="gradients">Receives the gradients, n x d; null for values alone.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public void Evaluate(Matrix points, double[] values, Matrix? gradients = null) =>
        Evaluate(points, values, gradients, new double[values.Length], gradients is null ? null : new Matrix(gradients.Rows, gradients.Columns));

    /// <summary>Moves the generated points by hand: y_j += displacement_j. Their past stays where it was.</summary>
    /// <param name="displacement">n x d, finite.</param>
    /// <exception cref="InvalidDataFormatException">The shape does not fit, or an entry is NaN or infinite.</exception>
    public void Displace(Matrix displacement)
    {
        if ((displacement.Rows, displacement.Columns) != (_generated.Rows, _generated.Columns) || !displacement.IsFinite())
            throw new InvalidDataFormatException($"A displacement of {_generated.Rows} points of dimension {_generated.Columns} must be finite and of that shape, not {displacement.Rows} x {displacement.Columns}.");
        DotProduct.Add(1, displacement.Values, _generated.Values);
    }

    /// <summary>Kicks every generated point by independent normal draws: what decides where an unstable frozen point goes should be a stated seed,
    /// not rounding.</summary>
    /// <param name="size">Standard deviation of a coordinate, at least 0.</param>
    /// <param name="seed">The seed.</param>
    public void Kick(double size, ulong seed)
    {
        var displacement = new Matrix(_generated.Rows, _generated.Columns);
        CounterRandom.For(seed, "kick", (ulong)Updates).FillNormal(displacement.Values);
        foreach (ref var value in displacement.Values) value *= Require.NonNegative(size);
        Displace(displacement);
    }

    /// <summary>All that the next update depends on, as named matrices.</summary>
    public IReadOnlyDictionary<string, Matrix> Save() => StateWriter.Of(Save);

    /// <summary>Writes all that the next update depends on.</summary>
    public void Save(StateWriter state)
    {
        state.Set("generated", Generated);
        state.Set("updates", Updates);
        _history.Save(state.Scope("history"));
    }

    /// <summary>A simulation that continues from a saved state, to the same bits.</summary>
    /// <param name="configuration">The game, as at the start.</param>
    /// <param name="state">What <see cref="Save()"/> gave.</param>
    /// <param name="history">The policy of the saved run.</param>
    /// <exception cref="InvalidDataFormatException">The state does not belong to such a game.</exception>
    public static KernelDescentAscent Restore(GameConfiguration configuration, IReadOnlyDictionary<string, Matrix> state, HistoryPolicy? history = null) =>
        StateReader.Read(state, saved => Restore(configuration, saved, history));

    /// <summary>A simulation that continues from a saved state, to the same bits.</summary>
    /// <param name="configuration">The game, as at the start.</param>
    /// <param name="state">What <see cref="Save(StateWriter)"/> wrote.</param>
    /// <param name="history">The policy of the saved run.</param>
    /// <exception cref="InvalidDataFormatException">The state does not belong to such a game.</exception>
    public static KernelDescentAscent Restore(GameConfiguration configuration, StateReader state, HistoryPolicy? history = null)
    {
        var run = new KernelDescentAscent(configuration, history);
        run._generated = state.Matrix("generated", configuration.Generated.Count, configuration.Generated.Dimension).Clone();
        run.Updates = state.Count("updates");
        run._history.Restore(state.Scope("history"));
        return run;
    }

    private void FindForces() => Evaluate(_generated, _values, _forces, _realValues, _realForces);

    private void Evaluate(Matrix points, double[] values, Matrix? gradients, double[] realValues, Matrix? realGradients)
    {
        Configuration.Game.Kernel.Expand(points, Configuration.Real.Places, _realMasses, realValues, realGradients);
        _history.Evaluate(points, values, gradients);
        var weight = RealWeight;
        Combine(realValues, values);
        if (gradients is not null) Combine(realGradients!.Values, gradients.Values);

        void Combine(ReadOnlySpan<double> real, Span<double> result)
        {
            for (var i = 0; i < result.Length; i++) result[i] = weight * real[i] - result[i];
        }
    }

    private void CheckPlaces(Matrix places)
    {
        foreach (var coordinate in places.Values)
        {
            if (Math.Abs(coordinate) < Farthest) continue;
            throw new NumericalException(string.Create(CultureInfo.InvariantCulture,
                $"A generated point has run off to {coordinate:g3} at update {Updates}: lower the rates, or widen the kernel."));
        }
    }
}
