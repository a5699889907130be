using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A finite set of points that a matrix holds.</summary>
public abstract record MatrixDataSet : StoredDataSet
{
    /// <summary>The points, n x d with n at least 1, never changed.</summary>
    protected abstract Matrix Stored { get; }

    /// <inheritdoc/>
    public override int Dimension => Stored.Columns;

    /// <inheritdoc/>
    protected sealed override int Count => Stored.Rows;

    /// <inheritdoc/>
    protected sealed override Matrix Take(ReadOnlySpan<int> rows) => Stored.Take(rows);
}
