using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The authors' code: in each step a random batch of X, without replacement, against all of Z; the mean over several such batches if asked.</summary>
/// <param name="Size">Rows of X in a batch.</param>
/// <param name="Batches">Batches of one step, disjoint as far as X reaches.</param>
[Named("real")]
public sealed record RealBatches(int Size = 256, int Batches = 1) : SynthesisBatching
{
    /// <summary>Rows of X in a batch.</summary>
    public int Size { get; init => field = Require.AtLeast(1, value, nameof(Size)); } = Require.AtLeast(1, Size);

    /// <summary>Batches of one step.</summary>
    public int Batches { get; init => field = Require.AtLeast(1, value, nameof(Batches)); } = Require.AtLeast(1, Batches);

    /// <inheritdoc/>
    public override bool IsFixed => false;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchPair> Draw(int real, int synthetic, ulong seed, long step)
    {
        var random = CounterRandom.For(seed, "real batch", (ulong)step);
        return [.. Partitions(real, Fitting(Size, real, "real"), random).Take(Batches).Select(rows => new BatchPair(rows, All(synthetic), 1.0 / Batches))];
    }

    /// <summary>The batches of one random order of the rows after the other; rows that do not fill a batch wait for the next order.</summary>
    internal static IEnumerable<int[]> Partitions(int rows, int size, CounterRandom random)
    {
        while (true)
        {
            var order = random.NextPermutation(rows);
            for (var start = 0; start + size <= rows; start += size) yield return order[start..(start + size)];
        }
    }
}
