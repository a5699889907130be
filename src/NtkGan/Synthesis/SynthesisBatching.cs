namespace NtkGan.Synthesis;

/// <summary>One term of a sum over sub-batches.</summary>
/// <param name="Real">Rows of X.</param>
/// <param name="Synthetic">Rows of Z.</param>
/// <param name="Weight">The weight of its loss.</param>
public sealed record BatchPair(ValueList<int> Real, ValueList<int> Synthetic, double Weight);

/// <summary>Which rows of the data and of the samples meet in one evaluation of the objective; memory is quadratic in the rows of a pair alone.</summary>
[Family("synthesis_batching")]
public abstract record SynthesisBatching
{
    /// <summary>True if every step draws the same pairs.</summary>
    public abstract bool IsFixed { get; }

    /// <summary>The pairs of a step; a function of its arguments alone.</summary>
    /// <param name="real">Rows of X, at least 1.</param>
    /// <param name="synthetic">Rows of Z, at least 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step, from 0.</param>
    /// <exception cref="UsageException">The batches do not fit the rows.</exception>
    public abstract IReadOnlyList<BatchPair> Draw(int real, int synthetic, ulong seed, long step);

    /// <summary>0, 1, ..., count - 1.</summary>
    protected static int[] All(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>The size, if a set has as many rows.</summary>
    /// <exception cref="UsageException">It has not.</exception>
    protected static int Fitting(int size, int rows, string what) => size <= rows ? size
        : throw new UsageException($"A batch of {size} rows cannot be drawn from {rows} {what} rows: reduce size.");
}
