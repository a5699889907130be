using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>Named matrices of a checkpoint, read without trust.</summary>
internal static class SavedState
{
    /// <summary>A part of a given shape; null rows: any number.</summary>
    /// <exception cref="InvalidDataFormatException">It is missing, has another shape, or holds a NaN.</exception>
    public static Matrix Part(IReadOnlyDictionary<string, Matrix> state, string name, int? rows, int columns)
    {
        if (!state.TryGetValue(name, out var part)) throw new InvalidDataFormatException($"The saved state has no part '{name}'.");
        if (part.Rows != (rows ?? part.Rows) || (part.Columns != columns && part.Rows > 0))
            throw new InvalidDataFormatException($"The saved part '{name}' is {part.Rows} x {part.Columns} and does not fit the game.");
        foreach (var entry in part.Values)
            if (double.IsNaN(entry)) throw new InvalidDataFormatException($"The saved part '{name}' holds a NaN.");
        return part;
    }
}
