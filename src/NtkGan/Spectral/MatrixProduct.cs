using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>What a product does with the values that stand in its place.</summary>
internal enum ProductMode
{
    /// <summary>C = A B.</summary>
    Replace,

    /// <summary>C += A B.</summary>
    Add,

    /// <summary>C -= A B.</summary>
    Subtract,
}

/// <summary>Matrix products in double or single precision. Panels of A and B are packed so that a block of A stays in the second-level cache and a panel
/// of B in the first; the innermost loop keeps 6 rows times two vectors of C in registers. An entry of C is a sum over k in blocks of 256, each a chain of
/// fused multiply-adds in ascending k: the same bits for any number of threads, any size of vectors and any blocks of rows.</summary>
internal static class MatrixProduct
{
    private const int Depth = 256;
    private const int BlockRows = 96;
    private const int BlockColumns = 1024;
    private const int SmallProduct = 1 << 22;

    /// <summary>C (+)= A B for views of m x k, k x n and m x n entries, C apart from A and B. In parallel over blocks of rows of C.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C, its rows contiguous.</param>
    /// <param name="mode">What happens to C.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, ProductMode mode = ProductMode.Replace) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns || c.ColumnStride != 1)
            throw new ArgumentException($"A product of {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} does not fill {c.Rows} x {c.Columns}.", nameof(c));
        if (mode == ProductMode.Replace && a.Columns == 0)
            for (var i = 0; i < c.Rows; i++) c.Row(i).Clear();
        var tileColumns = ProductTile.Columns<T>();
        for (var column = 0; column < c.Columns; column += BlockColumns)
        {
            var columns = Math.Min(BlockColumns, c.Columns - column);
            var panels = (columns + tileColumns - 1) / tileColumns;
            for (var start = 0; start < a.Columns; start += Depth)
            {
                var depth = Math.Min(Depth, a.Columns - start);
                var packed = ArrayPool<T>.Shared.Rent(panels * tileColumns * depth);
                Pack(b.Block(start, column, depth, columns).Transposed, tileColumns, false, packed);
                var how = mode == ProductMode.Replace && start > 0 ? ProductMode.Add : mode;
                Workers.ForBlocks(a.Rows, (long)a.Rows * columns * depth < SmallProduct ? Math.Max(1, a.Rows) : BlockRows, (from, to) =>
                {
                    for (var row = from; row < to; row += BlockRows)
                        Rows(a.Block(row, start, Math.Min(BlockRows, to - row), depth), packed, c.Block(row, column, Math.Min(BlockRows, to - row), columns), how);
                });
                ArrayPool<T>.Shared.Return(packed);
            }
        }
    }

    /// <summary>A B.</summary>
    public static Matrix Of(Matrix a, Matrix b) => Of(MatrixView.Of(a), MatrixView.Of(b));

    /// <summary>A^T B, from some row on.</summary>
    public static Matrix TransposedOf(Matrix a, Matrix b, int firstRow = 0) =>
        Of(MatrixView.Of(a).Block(0, firstRow, a.Rows, a.Columns - firstRow).Transposed, MatrixView.Of(b));

    /// <summary>A^T B A, from some row on.</summary>
    public static Matrix Congruence(Matrix a, Matrix b, int firstRow = 0) => Of(TransposedOf(a, b, firstRow), a);

    private static Matrix Of(MatrixView<double> a, MatrixView<double> b)
    {
        var result = new Matrix(a.Rows, b.Columns);
        Multiply(a, b, MatrixView.Of(result));
        return result;
    }

    private static void Rows<T>(MatrixView<T> a, T[] packedB, MatrixView<T> c, ProductMode mode) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (depth, width, packedA) = (a.Columns, ProductTile.Columns<T>(), Scratch<T>.Own ??= new T[BlockRows * Depth]);
        Pack(a, ProductTile.Rows, mode == ProductMode.Subtract, packedA);
        Span<T> tile = stackalloc T[ProductTile.Rows * width];
        for (var column = 0; column < c.Columns; column += width)
        {
            ref var b = ref packedB[column * depth];
            for (var row = 0; row < c.Rows; row += ProductTile.Rows)
            {
                ProductTile.Multiply(ref packedA[row * depth], 1, ProductTile.Rows, ref b, width, depth, ref tile[0], width, isAdding: false);
                Place(tile, c, row, column, mode == ProductMode.Replace);
            }
        }
    }

    private static void Place<T>(Span<T> tile, MatrixView<T> c, int row, int column, bool isReplacing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = ProductTile.Columns<T>();
        var columns = Math.Min(width, c.Columns - column);
        for (var i = 0; i < Math.Min(ProductTile.Rows, c.Rows - row); i++)
        {
            var source = tile.Slice(i * width, columns);
            var target = c.Row(row + i).Slice(column, columns);
            if (isReplacing)
            {
                source.CopyTo(target);
            }
            else if (columns == width)
            {
                for (var j = 0; j < columns; j += Vector256<T>.Count)
                    Unsafe.As<T, Vector256<T>>(ref target[j]) += Unsafe.As<T, Vector256<T>>(ref source[j]);
            }
            else
            {
                for (var j = 0; j < columns; j++) target[j] += source[j];
            }
        }
    }

    // Panels of so many rows, each stored column after column, the last one filled up with zeros.
    private static void Pack<T>(MatrixView<T> view, int height, bool isNegated, Span<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < view.Rows; row += height)
        {
            var rows = Math.Min(height, view.Rows - row);
            var panel = target.Slice(row * view.Columns, height * view.Columns);
            if (rows < height) panel.Clear();
            for (var i = 0; i < rows; i++)
            {
                ref var source = ref view.Values[view.Offset + (row + i) * view.RowStride];
                for (int k = 0, place = i, from = 0; k < view.Columns; k++, place += height, from += view.ColumnStride)
                    panel[place] = isNegated ? -Unsafe.Add(ref source, from) : Unsafe.Add(ref source, from);
            }
        }
    }

    private static class Scratch<T>
    {
        [ThreadStatic]
        public static T[]? Own;
    }
}
