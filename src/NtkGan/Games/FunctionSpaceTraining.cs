using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>Training at infinite width: a map from a <see cref="TrainingProblem"/> to the coefficients of the kernel expansion.</summary>
/// <param name="Time">Training time t.</param>
public abstract record FunctionSpaceTraining(double Time) : Training(Time)
{
    /// <summary>Trains from c = 0.</summary>
    /// <exception cref="UsageException">This kind of training cannot treat the problem; the message says which can.</exception>
    /// <exception cref="NumericalException">No finite answer exists.</exception>
    public abstract TrainingResult Train(TrainingProblem problem);

    /// <summary>The same, until it is cancelled.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TrainingResult Train(TrainingProblem problem, CancellationToken cancellation)
    {
        using var ended = Workers.EndBy(cancellation);
        return Train(problem);
    }

    /// <inheritdoc/>
    public override DiscriminatorTrainer Start(Kernel kernel, Loss loss, Normalisation normalisation = Normalisation.PerMeasure,
        Discriminator? initial = null, ulong seed = 1) => new Trainer(this, kernel, loss, normalisation, initial);

    /// <summary>The time, if it is finite.</summary>
    /// <exception cref="UsageException">It is infinite.</exception>
    protected double FiniteTime => double.IsFinite(Time) ? Time
        : throw new UsageException($"Training by {Catalog.NameOf(GetType())} needs a finite time; only exact training of lsgan and hinge has a limit.");

    private sealed class Trainer(FunctionSpaceTraining training, Kernel kernel, Loss loss, Normalisation normalisation, Discriminator? initial) : DiscriminatorTrainer
    {
        private SlopedGram? _gram;

        public override bool StartsAnew => true;

        public override TrainedDiscriminator Train(Matrix fakes, Matrix targets)
        {
            Func<Matrix, SlopedGram>? gram = SlopedGram.Suits(kernel, fakes.Rows, fakes.Rows + targets.Rows) ? points => _gram = SlopedGram.Of(_gram, kernel, points, fakes.Rows) : null;
            var (discriminator, result) = KernelDiscriminator.Train(kernel, fakes, targets, loss, training, normalisation, initial, gram);
            return new(discriminator, result.Status, result.Note, result.Steps, result.ErrorEstimate);
        }
    }
}
