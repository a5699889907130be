namespace NtkGan.Synthesis;

/// <summary>BGA-NTK in full: the sum over every pair of a subset of X and a subset of Z of one size. For small sets: the number of pairs grows fast.</summary>
/// <param name="Size">Rows of X, and of Z, in a pair: b/2 of the paper.</param>
[Named("all_pairs")]
public sealed record AllPairs(int Size = 1) : SynthesisBatching
{
    private const int LargestNumber = 100_000;

    /// <summary>Rows of X, and of Z, in a pair.</summary>
    public int Size { get; init => field = Require.AtLeast(1, value, nameof(Size)); } = Require.AtLeast(1, Size);

    /// <inheritdoc/>
    public override bool IsFixed => true;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchPair> Draw(int real, int synthetic, ulong seed, long step)
    {
        var pairs = Count(real, Fitting(Size, real, "real")) * Count(synthetic, Fitting(Size, synthetic, "synthetic"));
        if (pairs > LargestNumber)
            throw new UsageException(FormattableString.Invariant($"All pairs of subsets of {Size} of {real} and {synthetic} rows are {pairs:G3}: draw some of them with paired batches."));
        var ofSynthetic = Subsets(synthetic, Size).ToArray();
        return [.. Subsets(real, Size).SelectMany(q => ofSynthetic.Select(r => new BatchPair(q, r, 1)))];
    }

    private static double Count(int rows, int size)
    {
        var count = 1.0;
        for (var k = 1; k <= size; k++) count *= (double)(rows - size + k) / k;
        return count;
    }

    // All ascending choices of size rows, in lexicographic order.
    private static IEnumerable<int[]> Subsets(int rows, int size)
    {
        var chosen = All(size);
        while (true)
        {
            yield return [.. chosen];
            var last = size - 1;
            while (last >= 0 && chosen[last] == rows - size + last) last--;
            if (last < 0) yield break;
            chosen[last]++;
            for (var next = last + 1; next < size; next++) chosen[next] = chosen[next - 1] + 1;
        }
    }
}
