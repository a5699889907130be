using NtkGan.Numerics;

namespace NtkGan.State;

/// <summary>What can be saved and taken up again, to the same bits.</summary>
public interface ISaved
{
    /// <summary>Writes all that its future depends on, as copies.</summary>
    /// <param name="state">Where to.</param>
    void Save(StateWriter state);

    /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="InvalidDataFormatException">The state does not fit.</exception>
    void Restore(StateReader state);
}

/// <summary>Whole states of what can be saved.</summary>
public static class SavedExtensions
{
    /// <summary>The state by the full names of its matrices.</summary>
    public static IReadOnlyDictionary<string, Matrix> Save(this ISaved saved) => StateWriter.Of(saved.Save);

    /// <summary>Takes up a whole state.</summary>
    /// <param name="saved">What takes it up.</param>
    /// <param name="arrays">What was saved.</param>
    /// <exception cref="InvalidDataFormatException">Something is missing, does not fit, or is left over.</exception>
    public static void Restore(this ISaved saved, IReadOnlyDictionary<string, Matrix> arrays) => StateReader.Read(arrays, saved.Restore);
}
