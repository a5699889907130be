using System.Globalization;
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

    /// <summary>A sentence, as the numbers of its characters in a column.</summary>
    public static Matrix OfText(string text) => Matrix.Column([.. text.Select(character => (double)character)]);

    /// <summary>A sentence that a state may hold; null if it does not.</summary>
    /// <exception cref="InvalidDataFormatException">The part holds something else.</exception>
    public static string? Text(IReadOnlyDictionary<string, Matrix> state, string name) =>
        state.TryGetValue(name, out var part) ? new([.. Numbers(state, name, part.Rows, 0, char.MaxValue + 1).Select(number => (char)number)]) : null;

    /// <summary>A part of whole numbers in a column, each from a least to below a bound.</summary>
    /// <exception cref="InvalidDataFormatException">It is missing, has another shape, or holds something else.</exception>
    public static int[] Numbers(IReadOnlyDictionary<string, Matrix> state, string name, int rows, int least, int bound)
    {
        double[] numbers = [.. Part(state, name, rows, 1).Values];
        foreach (var number in numbers)
            if (number != Math.Floor(number) || number < least || number >= bound)
                throw new InvalidDataFormatException(string.Create(CultureInfo.InvariantCulture, $"The saved part '{name}' cannot hold {number}."));
        return [.. numbers.Select(number => (int)number)];
    }
}
