using NtkGan.Architectures;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>Windows on a signal of points x positions x features, and the affine map of what each reads: by torch's own convolutions, which keep the features
/// of a signal apart and never write down what overlapping windows read, or from that, written down.</summary>
/// <param name="table">Which positions each window reads.</param>
/// <param name="positions">Positions of the signal.</param>
internal sealed class Windows(WindowTable table, int positions)
{
    // A zero stands before the first position. The indices live as long as the network.
    private readonly Lazy<Tensor> _indices = new(() => tensor(table.Sources.Select(source => (long)source + 1).ToArray()).DetachFromDisposeScope());

    /// <summary>The features at the positions of each window, side by side.</summary>
    public Tensor Gather(Tensor signal)
    {
        if (IsWhole) return signal.reshape(signal.shape[0], 1, -1);
        var withZero = cat([zeros(signal.shape[0], 1, signal.shape[2], float64), signal], 1);
        return withZero.index_select(1, _indices.Value).reshape(signal.shape[0], table.Height * table.Width, -1);
    }

    /// <summary>A w^T + b at every position, A what the window reads there; null where no convolution of torch's does it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="weights">w, output features x (places of a window x features).</param>
    /// <param name="biases">b, 1 x output features; null for none.</param>
    public Tensor? Convolve(Tensor signal, Tensor weights, Tensor? biases)
    {
        if (IsWhole || table.Maps is not var (rows, columns)) return null;
        var (count, features, outputs) = (signal.shape[0], signal.shape[2], weights.shape[0]);
        var image = signal.reshape(count, rows.Size, columns.Size, features).permute(0, 3, 1, 2);
        var filters = weights.reshape(outputs, rows.Filter, columns.Filter, features);
        var result = rows.IsTransposed ? Transposed(image, filters, biases?.flatten(), rows, columns) : Plain(image, filters, biases?.flatten(), rows, columns);

        // A view: features stay apart from layer to layer.
        return result.flatten(2).transpose(1, 2);
    }

    // One window that reads everything is a dense layer.
    private bool IsWhole => table.Height * table.Width == 1 && table.Sources.Length == positions && table.Sources.SequenceEqual(Enumerable.Range(0, positions));

    private Tensor Plain(Tensor image, Tensor filters, Tensor? biases, AxisMap rows, AxisMap columns)
    {
        var (above, left) = ((long)rows.Before, (long)columns.Before);
        var (below, right) = (After(rows, table.Height), After(columns, table.Width));
        if (Outputs(rows) != table.Height || Outputs(columns) != table.Width)
            (image, above, left) = (nn.functional.pad(image, [left, right, above, below]), 0, 0);
        return nn.functional.conv2d(image, filters.permute(0, 3, 1, 2), biases, [rows.Stride, columns.Stride], [above, left]);
    }

    // What zeros after the edge the last window reads.
    private static long After(AxisMap map, int count) => Math.Max(0, (count - 1) * map.Stride + map.Filter - map.Size - map.Before);

    // With as many zeros after the edge as before.
    private static long Outputs(AxisMap map) => map.Size + 2 * map.Before < map.Filter ? 0 : (map.Size + 2 * map.Before - map.Filter) / map.Stride + 1;

    // Torch's transposed convolution spreads where ours reads, so its filters are reversed.
    private Tensor Transposed(Tensor image, Tensor filters, Tensor? biases, AxisMap rows, AxisMap columns)
    {
        var (vertical, horizontal) = (Missing(rows, table.Height), Missing(columns, table.Width));
        var result = nn.functional.conv_transpose2d(image, filters.flip(1, 2).permute(3, 0, 1, 2), biases, [rows.Stride, columns.Stride],
            [rows.Filter - 1 - rows.Before, columns.Filter - 1 - columns.Before], [Math.Max(0, vertical), Math.Max(0, horizontal)]);
        return vertical >= 0 && horizontal >= 0 ? result : result.narrow(2, 0, table.Height).narrow(3, 0, table.Width);
    }

    private static long Missing(AxisMap map, int count) => count - ((map.Size - 1L) * map.Stride - 2L * (map.Filter - 1 - map.Before) + map.Filter);
}
