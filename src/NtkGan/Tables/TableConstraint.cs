using System.Globalization;

namespace NtkGan.Tables;

/// <summary>What every row of a table obeys, and every new row shall: a bound, an order of two columns, or a sum.</summary>
public abstract record TableConstraint
{
    /// <summary>Reads <c>age >= 18</c>, <c>share &lt;= 1</c>, <c>start &lt;= end</c>, <c>net + tax = gross</c> or <c>a + b + c = 100</c>. Names stand as in the heading.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static TableConstraint Parse(string text)
    {
        foreach (var sign in new[] { "<=", ">=", "=" })
        {
            if (text.IndexOf(sign, StringComparison.Ordinal) is not (> 0 and var at)) continue;
            var (left, right) = (text[..at].Trim(), text[(at + sign.Length)..].Trim());
            if (left.Length == 0 || right.Length == 0) break;
            double? number = double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
            string[] parts = [.. left.Split('+').Select(part => part.Trim())];
            return sign switch
            {
                "=" when parts.Length > 1 && parts.All(part => part.Length > 0) => new SumConstraint(ValueList.From(parts), number is null ? right : null, number),
                "<=" => number is null ? new OrderConstraint(left, right) : new RangeConstraint(left, null, number),
                ">=" => number is null ? new OrderConstraint(right, left) : new RangeConstraint(left, number, null),
                _ => throw NotUnderstood(text),
            };
        }

        throw NotUnderstood(text);
    }

    /// <summary>Whether a row obeys; one with something missing does.</summary>
    internal abstract bool Holds(RowTable table, int row);

    /// <summary>The table in whose columns every row obeys: a difference for the upper of two columns, nothing for a sum.</summary>
    /// <exception cref="UsageException">There is no such column, or it holds no quantities.</exception>
    /// <exception cref="InvalidDataFormatException">A row does not obey.</exception>
    internal RowTable Free(RowTable table)
    {
        for (var i = 0; i < table.Rows; i++)
            if (!Holds(table, i)) throw new InvalidDataFormatException(FormattableString.Invariant($"Row {i + 1} of the table does not obey '{this}': mend the row, or leave the constraint out."));
        return Freed(table);
    }

    /// <summary>The table for a model under differential privacy: no row is looked at for another's sake, and one that does not obey is moved until it does.</summary>
    /// <param name="table">Rows in columns that are public.</param>
    /// <exception cref="UsageException">There is no such column, it holds no quantities, or the constraint leaves nothing of its range.</exception>
    internal virtual RowTable FreedPublicly(RowTable table) => table;

    /// <summary>The table for models.</summary>
    private protected virtual RowTable Freed(RowTable table) => table;

    /// <summary>The rows of a model in the columns of the table.</summary>
    /// <param name="rows">Rows of the columns that <see cref="Free"/> gave.</param>
    /// <param name="like">The table that it took.</param>
    internal abstract RowTable Bound(RowTable rows, RowTable like);

    /// <summary>The place of a column of quantities.</summary>
    private protected static int Quantity(RowTable table, string name) => table.Place(name) is var place && table.Columns[place] is QuantityColumn ? place
        : throw new UsageException($"Column '{name}' holds {table.Columns[place].Description}: a constraint needs numbers or dates.");

    /// <summary>Other rows and columns, with the same separators.</summary>
    private protected static RowTable Changed(RowTable table, int place, RowColumn column, Func<int, double> value)
    {
        var values = table.Values.Clone();
        for (var i = 0; i < values.Rows; i++) values[i, place] = value(i);
        return table.With(ValueList.From(table.Columns.Select((old, j) => j == place ? column : old)), values);
    }

    private static UsageException NotUnderstood(string text) => new($"The constraint '{text}' is none of 'a >= 1', 'a <= 9', 'a <= b' and 'a + b = c'.");
}

/// <summary>A bound of a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Least">The least number, or null.</param>
/// <param name="Greatest">The greatest number, or null.</param>
public sealed record RangeConstraint(string Column, double? Least, double? Greatest) : TableConstraint
{
    /// <inheritdoc/>
    public override string ToString() => Least is { } least ? FormattableString.Invariant($"{Column} >= {least}") : FormattableString.Invariant($"{Column} <= {Greatest}");

    internal override bool Holds(RowTable table, int row) => table.Values[row, Quantity(table, Column)] is var value && !(value < Least) && !(value > Greatest);

    internal override RowTable FreedPublicly(RowTable table)
    {
        var place = Quantity(table, Column);
        var column = (QuantityColumn)table.Columns[place];
        var step = column.Step ?? 0;
        double Multiple(double bound, Func<double, double> rounded) => step > 0 ? column.Least + step * rounded((bound - column.Least) / step) : bound;
        var (least, greatest) = (Math.Max(column.Least, Multiple(Least ?? column.Least, Math.Ceiling)), Math.Min(column.Greatest, Multiple(Greatest ?? column.Greatest, Math.Floor)));
        if (least >= greatest) throw new UsageException($"'{this}' leaves nothing of what is public about column '{Column}', {column.Description}.");
        return Changed(table, place, column with { Least = least, Greatest = greatest }, i => Math.Clamp(table.Values[i, place], least, greatest));
    }

    // Numbers never leave the range of the rows, which obey.
    internal override RowTable Bound(RowTable rows, RowTable like) => rows;
}

/// <summary>A column is never above another.</summary>
/// <param name="Lower">The lower column.</param>
/// <param name="Upper">The upper column.</param>
public sealed record OrderConstraint(string Lower, string Upper) : TableConstraint
{
    /// <inheritdoc/>
    public override string ToString() => $"{Lower} <= {Upper}";

    internal override bool Holds(RowTable table, int row) => !(table.Values[row, Quantity(table, Lower)] > table.Values[row, Quantity(table, Upper)]);

    private protected override RowTable Freed(RowTable table)
    {
        var (lower, upper) = (Quantity(table, Lower), Quantity(table, Upper));
        double Difference(int i) => table.Values[i, upper] - table.Values[i, lower];
        double[] present = [.. Enumerable.Range(0, table.Rows).Select(Difference).Where(value => !double.IsNaN(value))];
        // Where the lower one is missing there is no difference, and the upper one is lost with it.
        return Changed(table, upper, new NumberColumn(Upper, table.Columns[upper].MissingMark, present.DefaultIfEmpty(0).Min(), present.DefaultIfEmpty(0).Max(), null, null, null, false, false), Difference);
    }

    internal override RowTable FreedPublicly(RowTable table)
    {
        var (lower, upper) = (Quantity(table, Lower), Quantity(table, Upper));
        var (below, above) = ((QuantityColumn)table.Columns[lower], (QuantityColumn)table.Columns[upper]);
        var widest = above.Greatest - below.Least;
        if (!(widest > 0)) throw new UsageException($"'{this}' leaves nothing of what is public about column '{Upper}', {above.Description}.");
        return Changed(table, upper, above with { Least = 0, Greatest = widest }, i => Math.Clamp(table.Values[i, upper] - table.Values[i, lower], 0, widest));
    }

    internal override RowTable Bound(RowTable rows, RowTable like)
    {
        var (lower, upper) = (Quantity(like, Lower), Quantity(like, Upper));
        return Changed(rows, upper, like.Columns[upper], i => double.IsNaN(rows.Values[i, upper] + rows.Values[i, lower]) ? double.NaN
            : Math.Max(like.Columns[upper].Settled(rows.Values[i, lower] + Math.Max(0, rows.Values[i, upper])), rows.Values[i, lower]));
    }
}

/// <summary>Columns sum to another, or to a number.</summary>
/// <param name="Parts">The columns, at least two.</param>
/// <param name="Total">The column that is their sum, or null.</param>
/// <param name="Sum">The number that is their sum, where no column is.</param>
public sealed record SumConstraint(ValueList<string> Parts, string? Total, double? Sum) : TableConstraint
{
    private const double Digits = 1e-6; // of the sum: sums of decimal fractions are not exact

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(" + ", Parts)} = {Total ?? FormattableString.Invariant($"{Sum}")}";

    internal override bool Holds(RowTable table, int row)
    {
        var (sum, expected) = (Parts.Sum(part => table.Values[row, Quantity(table, part)]), Total is null ? Sum!.Value : table.Values[row, Quantity(table, Total)]);
        return !(Math.Abs(sum - expected) > Digits * Math.Max(1, Math.Abs(expected)));
    }

    private protected override RowTable Freed(RowTable table) => Total is null ? table
        : Changed(table, table.Place(Total), new NumberColumn(Total, "", 0, 0, null, null, 0, false, false), _ => 0);

    internal override RowTable Bound(RowTable rows, RowTable like)
    {
        int[] parts = [.. Parts.Select(part => Quantity(like, part))];
        if (Total is not null)
        {
            var total = like.Place(Total);
            return Changed(rows, total, like.Columns[total], i => Rounded(like.Columns[total], parts.Sum(part => rows.Values[i, part])));
        }

        // In proportion, and what rounding leaves to the greatest part.
        var result = rows.Values.Clone();
        for (var i = 0; i < rows.Rows; i++)
        {
            var (sum, greatest) = (parts.Sum(part => rows.Values[i, part]), parts.MaxBy(part => Math.Abs(rows.Values[i, part])));
            if (double.IsNaN(sum)) continue;
            foreach (var part in parts) result[i, part] = Rounded(like.Columns[part], sum == 0 ? Sum!.Value / parts.Length : rows.Values[i, part] * Sum!.Value / sum);
            result[i, greatest] = Rounded(like.Columns[greatest], result[i, greatest] + Sum!.Value - parts.Sum(part => result[i, part]));
        }

        return rows.With(result);
    }

    private static double Rounded(RowColumn column, double value) => column is NumberColumn { Decimals: { } decimals } ? Math.Round(value, decimals) + 0.0 : value;
}
