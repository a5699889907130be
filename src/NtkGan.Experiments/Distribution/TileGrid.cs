using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>How a matrix is cut into square tiles, numbered row after row; of a symmetric one those on and below the diagonal.</summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Tile">Rows and columns of a tile.</param>
/// <param name="IsSymmetric">Whether the tiles below the diagonal say all.</param>
internal sealed record TileGrid(int Rows, int Columns, int Tile, bool IsSymmetric)
{
    private int Down => (Rows + Tile - 1) / Tile;

    private int Across => (Columns + Tile - 1) / Tile;

    /// <summary>Tiles.</summary>
    public int Count => checked(IsSymmetric ? (int)(Down * (Down + 1L) / 2) : Down * Across);

    /// <summary>The header of the file.</summary>
    public byte[] Header => NumpyHeader.Write([Rows, Columns]);

    /// <summary>Bytes of the file.</summary>
    public long Bytes => Header.Length + sizeof(double) * (long)Rows * Columns;

    /// <summary>The place of a tile.</summary>
    public (int I, int J) this[int task]
    {
        get
        {
            if (!IsSymmetric) return (task / Across, task % Across);
            var i = (int)((Math.Sqrt(8.0 * task + 1) - 1) / 2);
            while ((long)i * (i + 1) / 2 > task) i--;
            while ((i + 1L) * (i + 2) / 2 <= task) i++;
            return (i, (int)(task - (long)i * (i + 1) / 2));
        }
    }

    /// <summary>The rows of the tiles beside each other.</summary>
    public (int Start, int Count) RowsOf(int i) => (i * Tile, Math.Min(Tile, Rows - i * Tile));

    /// <summary>The columns of the tiles below each other.</summary>
    public (int Start, int Count) ColumnsOf(int j) => (j * Tile, Math.Min(Tile, Columns - j * Tile));

    /// <summary>The points of a tile's rows.</summary>
    public Matrix RowPoints(int i, double[] x, int dimension) => Points(RowsOf(i), x, dimension);

    /// <summary>The points of a tile's columns.</summary>
    public Matrix ColumnPoints(int j, double[] y, int dimension) => Points(ColumnsOf(j), y, dimension);

    private static Matrix Points((int Start, int Count) range, double[] points, int dimension) =>
        new(range.Count, dimension, points.AsSpan(range.Start * dimension, range.Count * dimension).ToArray());
}
