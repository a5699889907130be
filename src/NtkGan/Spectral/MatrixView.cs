using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A rectangle of numbers within an array: entry (i, j) is Values[Offset + i RowStride + j ColumnStride].</summary>
/// <param name="Values">The array, shared.</param>
/// <param name="Offset">Where entry (0, 0) is.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="RowStride">Distance of one row to the next.</param>
/// <param name="ColumnStride">Distance of one column to the next.</param>
internal readonly record struct MatrixView<T>(T[] Values, int Offset, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>All of an array of rows * columns values, row after row.</summary>
    public MatrixView(T[] values, int rows, int columns) : this(values, 0, rows, columns, columns, 1) { }

    /// <summary>Rows and columns exchanged.</summary>
    public MatrixView<T> Transposed => new(Values, Offset, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The block of some rows and columns from (row, column) on.</summary>
    public MatrixView<T> Block(int row, int column, int rows, int columns) =>
        new(Values, Offset + row * RowStride + column * ColumnStride, rows, columns, RowStride, ColumnStride);

    /// <summary>Row i of a view whose rows are contiguous.</summary>
    public Span<T> Row(int i) => Values.AsSpan(Offset + i * RowStride, Columns);
}

/// <summary>Views of matrices.</summary>
internal static class MatrixView
{
    /// <summary>All of a matrix.</summary>
    public static MatrixView<double> Of(Matrix matrix) => new(matrix.Array, matrix.Rows, matrix.Columns);
}
