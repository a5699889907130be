using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Which positions of an image the windows of a layer read: for each output position and each place in its window the index of the input
/// position, row-major, or -1 for a zero.</summary>
/// <param name="Height">Rows of output positions.</param>
/// <param name="Width">Columns of output positions.</param>
/// <param name="Window">Places in a window.</param>
/// <param name="Sources">The indices, Height * Width * Window of them.</param>
/// <param name="Maps">The convolutions along rows and columns that make them, where there are such.</param>
internal sealed record WindowTable(int Height, int Width, int Window, int[] Sources, (AxisMap Rows, AxisMap Columns)? Maps = null)
{
    /// <summary>The windows of a convolution or a pooling.</summary>
    /// <exception cref="UsageException">No window fits into the image.</exception>
    public static WindowTable Convolution(int height, int width, int filter, int stride, Padding padding) =>
        Of(size => AxisWindows.Convolution(size, filter, stride, padding), height, width);

    /// <summary>The windows of a transposed convolution.</summary>
    public static WindowTable TransposedConvolution(int height, int width, int filter, int stride, Padding padding) =>
        Of(size => AxisWindows.TransposedConvolution(size, filter, stride, padding), height, width);

    /// <summary>One window over everything.</summary>
    public static WindowTable Whole(int height, int width) => Of(AxisWindows.Whole, height, width);

    /// <summary>Square windows, alike along both axes.</summary>
    public static WindowTable Of(Func<int, AxisWindows> windows, int height, int width)
    {
        var (rows, columns) = (windows(height), windows(width));
        return new(rows.Count, columns.Count, rows.Filter * columns.Filter,
            [.. from row in rows.Sources from column in columns.Sources from r in row from c in column select r < 0 || c < 0 ? -1 : r * width + c],
            rows.Map is { } along && columns.Map is { } across ? (along, across) : null);
    }
}
