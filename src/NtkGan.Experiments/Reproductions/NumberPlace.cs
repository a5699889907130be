using System.Globalization;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Reproductions;

/// <summary>A place in what a reproduction leaves: a cell of a table (.csv), or an element of an array (.npz).</summary>
/// <param name="File">The file, from the reproduction's folder on.</param>
/// <param name="Column">The column's name, or the array's.</param>
/// <param name="Row">Of a table <c>key=value</c>, the row whose cell in the column key is that; of an array the row and column, <c>i,j</c> from 0. The last
/// row, or the first element, if empty.</param>
public sealed record NumberPlace(string File, string Column, string Row = "")
{
    /// <summary>The number, or null where there is none (yet): no such file, row or column, or an empty cell.</summary>
    /// <param name="folder">The reproduction's folder.</param>
    /// <exception cref="InvalidDataFormatException">The file is damaged.</exception>
    public double? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path)) return null;
        return File.EndsWith(".npz", StringComparison.Ordinal) ? Element(path) : Cell(System.IO.File.ReadAllLines(path));
    }

    private double? Cell(string[] lines)
    {
        var rows = lines.Where(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        if (rows.Count < 2) return null;
        var column = Array.IndexOf(rows[0], Column);
        var at = Row.IndexOf('=');
        var key = at < 0 ? -1 : Array.IndexOf(rows[0], Row[..at]);
        var row = Row.Length == 0 ? rows[^1] : rows.Skip(1).FirstOrDefault(cells => key >= 0 && key < cells.Length && cells[key] == Row[(at + 1)..]);
        return row is not null && column >= 0 && column < row.Length && double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private double? Element(string path)
    {
        if (!NumpyArchive.Names(path).Contains(Column)) return null;
        var array = NumpyArchive.Read(path, Column);
        int[] place = [.. Row.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        var index = place.Length == 2 && array.Shape.Count == 2 ? place[0] * array.Shape[1] + place[1] : place.FirstOrDefault();
        return index >= 0 && index < array.Values.Length ? array.Values[(int)index] : null;
    }
}
