using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Where a word on a map stands best.</summary>
internal static class AreaMiddle
{
    /// <summary>The cell of a kind that is farthest from all cells of other kinds and from the edge of the map, in the number of steps across sides and corners; the first such
    /// one, row after row; null if no cell is of the kind.</summary>
    /// <param name="cells">The kinds.</param>
    /// <param name="kind">Which.</param>
    /// <param name="isFree">Whether a cell may be taken where another may be; any if none may.</param>
    public static (int Row, int Column, int Radius)? Of(Matrix cells, int kind, Func<int, int, bool>? isFree = null)
    {
        var (rows, columns) = (cells.Rows, cells.Columns);
        var steps = new int[rows, columns];
        int At(int i, int j) => i < 0 || j < 0 || i >= rows || j >= columns ? 0 : steps[i, j];

        // Two sweeps of a distance transform: from above left, and from below right.
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                steps[i, j] = cells[i, j] != kind ? 0 : 1 + Math.Min(Math.Min(At(i - 1, j - 1), At(i - 1, j)), Math.Min(At(i - 1, j + 1), At(i, j - 1)));
        var places = new List<(int Row, int Column, int Radius)>();
        for (var i = rows - 1; i >= 0; i--)
            for (var j = columns - 1; j >= 0; j--)
            {
                if (cells[i, j] != kind) continue;
                steps[i, j] = Math.Min(steps[i, j], 1 + Math.Min(Math.Min(At(i + 1, j - 1), At(i + 1, j)), Math.Min(At(i + 1, j + 1), At(i, j + 1))));
                places.Add((i, j, steps[i, j] - 1));
            }

        if (places.Count == 0) return null;
        var ordered = places.OrderByDescending(place => place.Radius).ThenBy(place => place.Row).ThenBy(place => place.Column).ToList();
        return ordered.Where(place => 2 * place.Radius >= ordered[0].Radius && (isFree?.Invoke(place.Row, place.Column) ?? true)).Cast<(int, int, int)?>().FirstOrDefault() ?? ordered[0];
    }
}
