namespace NtkGan.Plots;

/// <summary>What a run measured: a table whose first column is the step (or the time) and whose others are metrics.</summary>
/// <param name="Title">Name of the run.</param>
/// <param name="Columns">Names of the columns, at least two, as they are drawn: in words.</param>
/// <param name="Rows">One row for each measurement, as long as <paramref name="Columns"/>. NaN or an infinity in a metric means: no
/// value, a gap in the curve.</param>
/// <param name="Linear">The columns that are shares or counts: these are never drawn on a logarithmic axis.</param>
public sealed record MetricTable(string Title, ValueList<string> Columns, ValueList<ValueList<double>> Rows, ValueList<string>? Linear = null) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Columns.Count < 2) throw new ArgumentException("A table of metrics needs a column to draw against and a metric.");
        foreach (var row in Rows)
        {
            if (row.Count != Columns.Count) throw new ArgumentException($"A row has {row.Count} values, the table {Columns.Count} columns.");
            if (!double.IsFinite(row[0])) throw new NumericalException($"A value of '{Columns[0]}', which metrics are drawn against, is NaN or infinite.");
        }
    }

    /// <summary>Column k with gaps as NaN.</summary>
    internal double[] Column(int k) => [.. Rows.Select(row => double.IsFinite(row[k]) ? row[k] : double.NaN)];

    internal bool IsLinear(string column) => Linear?.Contains(column) ?? false;
}
