using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>BGA-NTK, solved stochastically: in each step random partitions of X and of Z into sub-batches of one size, and the mean over the
/// given number of pairs of them. Only drawn rows of Z have a gradient in that step; memory is (2 size)^2, so thousands of samples are in order.</summary>
/// <param name="Size">Rows of X, and of Z, in a pair: b/2 of the paper.</param>
/// <param name="Pairs">Pairs of one step, disjoint as far as the rows reach.</param>
[Named("paired")]
public sealed record PairedBatches(int Size = 128, int Pairs = 1) : SynthesisBatching
{
    /// <summary>Rows of X, and of Z, in a pair.</summary>
    public int Size { get; init => field = Require.AtLeast(1, value, nameof(Size)); } = Require.AtLeast(1, Size);

    /// <summary>Pairs of one step.</summary>
    public int Pairs { get; init => field = Require.AtLeast(1, value, nameof(Pairs)); } = Require.AtLeast(1, Pairs);

    /// <inheritdoc/>
    public override bool IsFixed => false;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchPair> Draw(int real, int synthetic, ulong seed, long step)
    {
        var ofReal = RealBatches.Partitions(real, Fitting(Size, real, "real"), CounterRandom.For(seed, "real batch", (ulong)step));
        var ofSynthetic = RealBatches.Partitions(synthetic, Fitting(Size, synthetic, "synthetic"), CounterRandom.For(seed, "synthetic batch", (ulong)step));
        return [.. ofReal.Zip(ofSynthetic, (q, r) => new BatchPair(q, r, 1.0 / Pairs)).Take(Pairs)];
    }
}
