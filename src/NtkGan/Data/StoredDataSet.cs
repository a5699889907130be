using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A finite set of points. A draw is a random subset without replacement, in random order.</summary>
public abstract record StoredDataSet : DataSet
{
    /// <summary>The points, n x d with n at least 1, never changed.</summary>
    protected abstract Matrix Stored { get; }

    /// <inheritdoc/>
    public override int Dimension => Stored.Columns;

    /// <inheritdoc/>
    public sealed override int? Size => Stored.Rows;

    /// <inheritdoc/>
    public sealed override Matrix All() => Stored.Clone();

    /// <inheritdoc/>
    protected sealed override Matrix Sample(int count, CounterRandom random) =>
        Stored.Take(random.NextPermutation(Stored.Rows).AsSpan(0, count));
}
