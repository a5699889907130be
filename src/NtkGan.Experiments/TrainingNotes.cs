using NtkGan.Games;

namespace NtkGan.Experiments;

/// <summary>What trainings of discriminators had to say that no run records: that one ended early, that its kernel does not bear it, that its steps are too
/// wide. Each is told once, with how often.</summary>
internal sealed class TrainingNotes
{
    private readonly RunNotes _notes = new();
    private long _count;

    /// <summary>All that was said.</summary>
    public IReadOnlyList<string> Texts => _notes.TextsBy("training");

    /// <summary>What a training said, as a note; null if nothing.</summary>
    public static string? Of(string note) => note.Length == 0 ? null : $"Training of the discriminator: {note}";

    /// <summary>Takes in one more training.</summary>
    /// <exception cref="NumericalException">It diverged.</exception>
    public void Add(TrainedDiscriminator trained)
    {
        if (trained.Status == TrainingStatus.Diverged) throw new NumericalException(trained.Note);
        _count++;
        if (Of(trained.Note) is { } note) _notes.Add(note, _count);
    }
}
