using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>What draws new rows like those that it was fitted on, as numbers (<see cref="RowTable.Values"/>), before they are settled in the digits of their columns.</summary>
internal abstract class RowModel
{
    /// <summary>New rows.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="random">Where randomness comes from.</param>
    public abstract Matrix Draw(int count, CounterRandom random);

    /// <summary>New rows in the digits, steps and ranges of their columns.</summary>
    public RowTable Table(RowTable like, int count, CounterRandom random)
    {
        var values = Draw(count, random);
        for (var i = 0; i < values.Rows; i++)
            for (var j = 0; j < values.Columns; j++)
                values[i, j] = like.Columns[j] is IdentifierColumn ? i : double.IsNaN(values[i, j]) ? double.NaN : like.Columns[j].Settled(values[i, j]);
        return like.With(values);
    }
}

/// <summary>Real rows, drawn again, each about as often as any other: the baseline that copies.</summary>
internal sealed class Bootstrap(RowTable rows) : RowModel
{
    /// <inheritdoc/>
    public override Matrix Draw(int count, CounterRandom random) => rows.Values.Take([.. Enumerable.Range(0, count).Select(_ => random.NextIndex(rows.Rows))]);
}
