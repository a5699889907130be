using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Generators;

/// <summary>The gradient passes through the discriminator's training, which has a closed form: moving a point also changes what the discriminator learns
/// (GA-NTK, Zhang et al. 2022; of a generator network GA-NTKg). Of a cost L of all points, a mean, a point is drawn by -n dL/dx_i, so that
/// steps compare with those under a discriminator that is held.</summary>
/// <param name="Scores">A loss of GA-NTK in place of the adversarial one, lambda being the time of the training; null for the adversarial loss,
/// which must have affine forces (ipm, lsgan).</param>
/// <param name="Regularisation">The relative regularisation r in Kr = K + r (tr K/N) I, at least 0; that of the loss's convention if none is given.</param>
/// <param name="Route">How functions of Kr are computed.</param>
public sealed record ThroughTraining(SynthesisLoss? Scores = null, double? Regularisation = null, MatrixRoute Route = MatrixRoute.Automatic) : GameGradient
{
    /// <summary>r, or null for that of the loss's convention.</summary>
    public double? Regularisation { get; } = Regularisation is { } r ? Require.NonNegative(r, nameof(Regularisation)) : null;

    /// <inheritdoc/>
    public override Game Start(Kernel kernel, Loss loss, Training training, GeneratorCost cost, Normalisation normalisation, Discriminator? initial, ulong seed)
    {
        if (training is not Exact { Time: var time } || !double.IsFinite(time))
            throw new UsageException("A gradient through training needs exact training for a finite time.");
        if (initial is not null) throw new UsageException("A gradient through training starts from f_0 = 0: it cannot take another f_0.");
        if (normalisation != Normalisation.PerMeasure || cost != GeneratorCost.C)
            throw new UsageException("A gradient through training is that of the generator's cost c under means over each measure: leave out other weights and costs.");
        if (Scores is null) BalancedForces.Check(kernel, loss, fakes: 1, targets: 1);
        return new TrainedGame(this, kernel, Scores ?? new Adversarial(loss), Scores is null ? loss : null, time);
    }

    private sealed class TrainedGame(ThroughTraining settings, Kernel kernel, SynthesisLoss scores, Loss? loss, double time) : Game
    {
        private SynthesisObjective? _objective;

        public override bool StartsAnew => true;

        public override bool TrainsOnDrawnPoints => true;

        public override bool HasCost => true;

        public override FlowField Field(Matrix fakes, Matrix targets, Matrix points)
        {
            var objective = Objective(targets, points.Rows);
            var evaluation = objective.Evaluate(points);
            var (values, velocities) = (new double[points.Rows], evaluation.Gradient);
            for (var i = 0; i < values.Length; i++) values[i] = evaluation.Scores[targets.Rows + i, 1];
            foreach (ref var component in velocities.Values) component *= -points.Rows;
            return new(new(objective.Discriminator(points).RealScore(), TrainingStatus.Converged, ""), values, velocities, evaluation.Loss);
        }

        // Scores are asked to be 1.
        public override (double Value, double Slope) CostAt(double f) => loss?.GeneratorAt(f) ?? (1 - f, -1);

        // The block of targets against targets is kept while they stay.
        private SynthesisObjective Objective(Matrix targets, int count)
        {
            if (_objective is { } known && ReferenceEquals(known.Real, targets) && known.Samples == count) return known;
            return _objective = new(new([new SynthesisTerm(kernel, new GivenLambda(time))], scores, new WholeBatch(), settings.Regularisation, settings.Route), targets, count);
        }
    }
}
