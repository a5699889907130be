using System.Text;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A finite set of points. A draw is a random subset without replacement, in random order.</summary>
public abstract record StoredDataSet : DataSet
{
    /// <summary>The number of points, at least 1.</summary>
    protected abstract int Count { get; }

    /// <summary>The class of each point, in stored order: its place among <see cref="ClassNames"/>; null where points have no classes.</summary>
    /// <exception cref="UsageException">The files are missing.</exception>
    /// <exception cref="InvalidDataFormatException">A file is broken.</exception>
    public virtual IReadOnlyList<int>? Labels => null;

    /// <summary>The names of the classes; null where points have none.</summary>
    /// <exception cref="UsageException">The files are missing.</exception>
    public virtual IReadOnlyList<string>? ClassNames => null;

    /// <inheritdoc/>
    public sealed override int? Size => Count;

    /// <inheritdoc/>
    public sealed override Matrix All() => Take([.. Enumerable.Range(0, Count)]);

    /// <summary>Some points in stored order, as a copy.</summary>
    /// <param name="rows">Their numbers, each from 0 to <see cref="Count"/> - 1.</param>
    protected abstract Matrix Take(ReadOnlySpan<int> rows);

    /// <summary>The order in which a generator of random numbers in this state draws: point i of <see cref="DataSet.Draw"/> is stored point order[i], so its
    /// class is Labels[order[i]], and what comes after the points drawn is held out.</summary>
    /// <param name="random">Where randomness comes from.</param>
    public int[] Order(CounterRandom random) => random.NextPermutation(Count);

    /// <inheritdoc/>
    protected sealed override Matrix Sample(int count, CounterRandom random) => Take(Order(random).AsSpan(0, count));

    /// <summary>Prints parameters only: the properties of this type may read files.</summary>
    protected override bool PrintMembers(StringBuilder builder) => false;
}
