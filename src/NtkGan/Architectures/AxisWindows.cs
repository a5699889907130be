using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>Which positions the windows of a layer read along one axis of an image.</summary>
/// <param name="Filter">Places in a window.</param>
/// <param name="Sources">For each output position the input position at each place of its window, or -1 for a zero.</param>
/// <param name="Map">What makes them, where it is a convolution or a transposed one with zeros beyond the edge; null else.</param>
internal sealed record AxisWindows(int Filter, int[][] Sources, AxisMap? Map = null)
{
    /// <summary>Number of output positions.</summary>
    public int Count => Sources.Length;

    /// <summary>The windows of a convolution or a pooling: output o reads inputs stride o + 0..filter-1 less the padding before the edge.</summary>
    /// <exception cref="UsageException">No window fits into the image.</exception>
    public static AxisWindows Convolution(int size, int filter, int stride, Padding padding)
    {
        if (padding == Padding.Valid && size < filter)
            throw new UsageException($"A window of {filter} positions does not fit into {size} without padding: use padding same or circular.");
        var count = padding == Padding.Valid ? (size - filter) / stride + 1 : (size + stride - 1) / stride;
        var before = padding == Padding.Valid ? 0 : Math.Max((count - 1) * stride + filter - size, 0) / 2;
        return Of(count, filter, (o, delta) => (stride * o + delta - before) switch
        {
            var source when padding == Padding.Circular => (source % size + size) % size,
            var source when source >= 0 && source < size => source,
            _ => -1,
        }) with
        { Map = padding == Padding.Circular ? null : new(false, size, filter, stride, before) };
    }

    /// <summary>The windows of a transposed convolution: those of a convolution of stride 1 on the input with stride - 1 zeros between its positions,
    /// padded with zeros so that the output has stride * in positions (same) or (in - 1) stride + max(filter, stride) (valid), or wrapped around
    /// at stride * in positions (circular).</summary>
    public static AxisWindows TransposedConvolution(int size, int filter, int stride, Padding padding)
    {
        var count = padding == Padding.Valid ? (size - 1) * stride + Math.Max(filter, stride) : size * stride;
        var before = padding == Padding.Valid || stride > filter - 1 ? filter - 1 : (filter + stride - 1) / 2;
        return Of(count, filter, (o, delta) =>
        {
            var dilated = o + delta - before;
            if (padding == Padding.Circular) dilated = (dilated % count + count) % count;
            return dilated >= 0 && dilated % stride == 0 && dilated / stride < size ? dilated / stride : -1;
        }) with
        { Map = padding == Padding.Circular ? null : new(true, size, filter, stride, before) };
    }

    /// <summary>One window over everything.</summary>
    public static AxisWindows Whole(int size) => Of(1, size, (_, delta) => delta);

    private static AxisWindows Of(int count, int filter, Func<int, int, int> source) =>
        new(filter, [.. Enumerable.Range(0, count).Select(o => Enumerable.Range(0, filter).Select(delta => source(o, delta)).ToArray())]);
}

/// <summary>A convolution along one axis: output o reads inputs stride o + delta - before; of a transposed one (o + delta - before)/stride, where that is whole.</summary>
/// <param name="IsTransposed">Which of the two.</param>
/// <param name="Size">Input positions.</param>
/// <param name="Filter">Places delta in a window.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Before">Places before the edge.</param>
internal readonly record struct AxisMap(bool IsTransposed, int Size, int Filter, int Stride, int Before);
