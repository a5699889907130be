using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A finite set of points. A draw is a random subset without replacement, in random order.</summary>
public abstract record StoredDataSet : DataSet
{
    /// <summary>The number of points, at least 1.</summary>
    protected abstract int Count { get; }

    /// <inheritdoc/>
    public sealed override int? Size => Count;

    /// <inheritdoc/>
    public sealed override Matrix All() => Take([.. Enumerable.Range(0, Count)]);

    /// <summary>Some points in stored order, as a copy.</summary>
    /// <param name="rows">Their numbers, each from 0 to <see cref="Count"/> - 1.</param>
    protected abstract Matrix Take(ReadOnlySpan<int> rows);

    /// <inheritdoc/>
    protected sealed override Matrix Sample(int count, CounterRandom random) => Take(random.NextPermutation(Count).AsSpan(0, count));
}
