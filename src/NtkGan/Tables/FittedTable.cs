using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>A table that a <see cref="TableSynthesizer"/> has taken up.</summary>
public sealed class FittedTable
{
    private readonly TableSynthesizer _synthesizer;
    private readonly RowTable _free;
    private readonly int? _class;

    internal FittedTable(TableSynthesizer synthesizer, RowTable table, RowTable free, int? classColumn, TableSettings settings) =>
        (_synthesizer, Table, _free, _class, Settings) = (synthesizer, table, free, classColumn, settings);

    /// <summary>The rows, all of which take part.</summary>
    public RowTable Table { get; }

    /// <summary>The settings that were chosen, and what they gave on held-out rows.</summary>
    public TableSettings Settings { get; }

    /// <summary>The name of the column of the class, or null.</summary>
    public string? Class => _class is { } place ? Table.Columns[place].Name : null;

    /// <summary>New rows.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="set">Which of many sets, from 0.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public RowTable Sample(int count, int set = 0) => Of(_synthesizer.Model(_free, _class, Settings), Require.AtLeast(1, count), "rows", set);

    /// <summary>Rows of a Gaussian copula, fitted to each class by itself: the baseline to beat.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="set">Which of many sets, from 0.</param>
    public RowTable SampleCopula(int count, int set = 0) => Of(new GaussianCopula(_free, _class), Require.AtLeast(1, count), "copula", set);

    /// <summary>Real rows drawn again: the baseline that copies.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="set">Which of many sets, from 0.</param>
    public RowTable SampleBootstrap(int count, int set = 0) => Of(new Bootstrap(_free), Require.AtLeast(1, count), "bootstrap", set);

    private RowTable Of(RowModel model, int count, string purpose, int set) =>
        _synthesizer.Bound(model.Table(_free, count, CounterRandom.For(_synthesizer.Seed, purpose, (ulong)set)), Table);
}
