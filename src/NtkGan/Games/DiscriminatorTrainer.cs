using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Games;

/// <summary>A discriminator between two trainings: trained on the present fakes and targets whenever the generator asks. One of infinite width
/// starts each time from f_0 and carries nothing over; a finite network may go on from its present weights.</summary>
public abstract class DiscriminatorTrainer : ISaved
{
    private IReadOnlyDictionary<string, Matrix>? _mark;

    /// <summary>Whether nothing is carried from one training to the next, so that the same points train the same discriminator.</summary>
    public virtual bool StartsAnew => false;

    /// <summary>Trains on fakes and targets, which are copied, and returns f as it then is.</summary>
    /// <param name="fakes">n x d.</param>
    /// <param name="targets">m x d.</param>
    /// <exception cref="UsageException">A set is empty, or the training cannot treat the loss.</exception>
    /// <exception cref="InvalidDataFormatException">Points that do not fit, or are not finite.</exception>
    public abstract TrainedDiscriminator Train(Matrix fakes, Matrix targets);

    /// <summary>The same, until it is cancelled; a finite network is then somewhere on its way.</summary>
    /// <param name="fakes">n x d.</param>
    /// <param name="targets">m x d.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TrainedDiscriminator Train(Matrix fakes, Matrix targets, CancellationToken cancellation)
    {
        using var ended = Workers.EndBy(cancellation);
        return Train(fakes, targets);
    }

    /// <summary>Writes what the next training depends on beside its points; nothing where each training starts anew.</summary>
    public virtual void Save(StateWriter state)
    {
    }

    /// <inheritdoc/>
    public virtual void Restore(StateReader state)
    {
    }

    /// <summary>Marks the present state, so that what follows can be taken back; an earlier mark is forgotten.</summary>
    public virtual void Mark() => _mark = this.Save();

    /// <summary>Goes back to the state at the last mark, which stays.</summary>
    /// <exception cref="InvalidOperationException">Nothing was marked since another state was taken up.</exception>
    public virtual void TakeBack() => this.Restore(_mark ?? throw new InvalidOperationException("Nothing was marked that could be taken back."));
}

/// <summary>A discriminator after a training.</summary>
/// <param name="Discriminator">f.</param>
/// <param name="Status">How training ended.</param>
/// <param name="Note">One sentence on the way or the failure; may be empty.</param>
/// <param name="Steps">Steps that it took: see <see cref="TrainingResult.Steps"/>; of a finite network those of its optimiser.</param>
/// <param name="ErrorEstimate">See <see cref="TrainingResult.ErrorEstimate"/>; 0 of a finite network.</param>
public sealed record TrainedDiscriminator(Discriminator Discriminator, TrainingStatus Status, string Note, int Steps = 0, double ErrorEstimate = 0);
