using NtkGan.Numerics;

namespace NtkGan.Metrics.Features;

/// <summary>Fixed random features of patches, version 1: filters w of size x size x channels pixels with entries N(0, 1)/sqrt(size^2 channels), the mean
/// of max(0, w . patch) over all patches whose corner lies in each quarter of the image; 4 features for each filter. Not the features of any paper.</summary>
/// <param name="Filters">Filters, at least 1.</param>
/// <param name="Size">The edge of a patch, at least 1; the image's if that is smaller.</param>
[Named("patch")]
public sealed record PatchFeatures(int Filters = 32, int Size = 5) : FeatureMap
{
    private const ulong Version = 1;

    /// <summary>Filters.</summary>
    public int Filters { get; init => field = Require.AtLeast(1, value, nameof(Filters)); } = Require.AtLeast(1, Filters);

    /// <summary>The edge of a patch.</summary>
    public int Size { get; init => field = Require.AtLeast(1, value, nameof(Size)); } = Require.AtLeast(1, Size);

    /// <inheritdoc/>
    public override bool NeedsImages => true;

    /// <inheritdoc/>
    public override Matrix Of(Matrix points, PointShape shape)
    {
        var (high, wide) = (Math.Min(Size, shape.Height), Math.Min(Size, shape.Width));
        var filters = new Matrix(Filters, high * wide * shape.Channels);
        CounterRandom.For(Version, "patch features").FillNormal(filters.Values);
        foreach (ref var value in filters.Values) value /= Math.Sqrt(filters.Columns);
        var (rows, columns) = (shape.Height - high + 1, shape.Width - wide + 1);
        var result = new Matrix(points.Rows, 4 * Filters);
        Workers.ForBlocks(points.Rows, 8, () => new double[filters.Columns], (start, end, patch) =>
        {
            for (var i = start; i < end; i++)
            {
                var counts = new int[4];
                for (var r = 0; r < rows; r++)
                    for (var c = 0; c < columns; c++)
                    {
                        for (var line = 0; line < high; line++)
                            points.Row(i).Slice(((r + line) * shape.Width + c) * shape.Channels, wide * shape.Channels).CopyTo(patch.AsSpan(line * wide * shape.Channels));
                        var quarter = (2 * r >= rows ? 2 : 0) + (2 * c >= columns ? 1 : 0);
                        counts[quarter]++;
                        for (var f = 0; f < Filters; f++) result[i, quarter * Filters + f] += Math.Max(0, DotProduct.Of(filters.Row(f), patch));
                    }

                for (var k = 0; k < result.Columns; k++) result[i, k] /= Math.Max(1, counts[k / Filters]);
            }
        });
        return result;
    }
}
