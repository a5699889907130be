using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Which positions of an image the windows of a layer read: for each output position and each place in its window the index of the input
/// position, row-major, or -1 for a zero.</summary>
/// <param name="Height">Rows of output positions.</param>
/// <param name="Width">Columns of output positions.</param>
/// <param name="Window">Places in a window.</param>
/// <param name="Sources">The indices, Height * Width * Window of them.</param>
internal sealed record WindowTable(int Height, int Width, int Window, int[] Sources)
{
    /// <summary>The windows of a convolution or a pooling: output o reads inputs stride o + 0..filter-1 less the padding before the edge.</summary>
    /// <exception cref="UsageException">No window fits into the image.</exception>
    public static WindowTable Convolution(int height, int width, int filter, int stride, Padding padding)
    {
        if (padding == Padding.Valid && (height < filter || width < filter))
            throw new UsageException($"A window of {filter} x {filter} does not fit into {height} x {width} positions without padding: use padding same or circular.");
        return Of(Axis(height), Axis(width), width, filter);

        int[][] Axis(int size)
        {
            var count = padding == Padding.Valid ? (size - filter) / stride + 1 : (size + stride - 1) / stride;
            var before = padding == Padding.Valid ? 0 : Math.Max((count - 1) * stride + filter - size, 0) / 2;
            return Windows(count, filter, (o, delta) => (stride * o + delta - before) switch
            {
                var source when padding == Padding.Circular => (source % size + size) % size,
                var source when source >= 0 && source < size => source,
                _ => -1,
            });
        }
    }

    /// <summary>The windows of a transposed convolution: those of a convolution of stride 1 on the input with stride - 1 zeros between its positions,
    /// padded with zeros so that the output has stride * in positions (same) or (in - 1) stride + max(filter, stride) (valid), or wrapped around
    /// at stride * in positions (circular).</summary>
    public static WindowTable TransposedConvolution(int height, int width, int filter, int stride, Padding padding)
    {
        return Of(Axis(height), Axis(width), width, filter);

        int[][] Axis(int size)
        {
            var count = padding == Padding.Valid ? (size - 1) * stride + Math.Max(filter, stride) : size * stride;
            var before = padding == Padding.Valid || stride > filter - 1 ? filter - 1 : (filter + stride - 1) / 2;
            return Windows(count, filter, (o, delta) =>
            {
                var dilated = o + delta - before;
                if (padding == Padding.Circular) dilated = (dilated % count + count) % count;
                return dilated >= 0 && dilated % stride == 0 && dilated / stride < size ? dilated / stride : -1;
            });
        }
    }

    /// <summary>One window over everything.</summary>
    public static WindowTable Whole(int height, int width) => new(1, 1, height * width, [.. Enumerable.Range(0, height * width)]);

    private static int[][] Windows(int count, int filter, Func<int, int, int> source) =>
        [.. Enumerable.Range(0, count).Select(o => Enumerable.Range(0, filter).Select(delta => source(o, delta)).ToArray())];

    private static WindowTable Of(int[][] rows, int[][] columns, int width, int filter) => new(rows.Length, columns.Length, filter * filter,
        [.. from row in rows from column in columns from r in row from c in column select r < 0 || c < 0 ? -1 : r * width + c]);
}
