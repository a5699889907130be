using System.Text;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Rows of a table of one's own, with columns of numbers and of words, each coordinate centred: a number is scaled, a word becomes a coordinate of its
/// own. What a column holds is found out and told; what is nearly a number is refused. Points can be written back as a table of the same columns, in their digits.</summary>
/// <param name="Path">A CSV file (UTF-8; fields between commas, semicolons or tabs, perhaps in quotes), relative to the current folder.</param>
/// <param name="Columns">Which columns to keep, in this order; all if left out.</param>
/// <param name="Words">Columns that hold words whatever they look like, such as [size]; a column with any word, or with numbers of a leading zero, is one anyway.</param>
/// <param name="Missing">What is done with fields that are empty, NA, NaN or ?: refuse or impute.</param>
/// <param name="Heading">Whether the first line names the columns; found out if left out: it does where it differs in kind from the lines below.</param>
/// <param name="Decimal">What stands before the decimals of numbers.</param>
/// <param name="Scaling">How numbers become coordinates.</param>
public sealed record Table(string Path, ValueList<string>? Columns = null, ValueList<string>? Words = null, MissingValues Missing = MissingValues.Refuse,
    bool? Heading = null, DecimalSign Decimal = DecimalSign.Automatic, ColumnScaling Scaling = ColumnScaling.Ranks) : MatrixDataSet
{
    private static readonly Deferred<Table, TableContent> Content = new(Read);

    /// <summary>A file in the current folder.</summary>
    public static Table Example => new("table.csv");

    /// <summary>The file.</summary>
    public string Path { get; init; } = Path;

    /// <summary>Which columns are kept, or null for all.</summary>
    public ValueList<string>? Columns { get; init => field = Require.NullOrFilled(value, "at least one column", nameof(Columns)); } = Require.NullOrFilled(Columns, "at least one column");

    /// <summary>Columns that hold words whatever they look like.</summary>
    public ValueList<string>? Words { get; init; } = Words;

    /// <summary>What is done with empty fields.</summary>
    public MissingValues Missing { get; init => field = Require.Defined(value, nameof(Missing)); } = Require.Defined(Missing);

    /// <summary>Whether the first line names the columns; null to find out.</summary>
    public bool? Heading { get; init; } = Heading;

    /// <summary>What stands before the decimals of numbers.</summary>
    public DecimalSign Decimal { get; init => field = Require.Defined(value, nameof(Decimal)); } = Require.Defined(Decimal);

    /// <summary>How numbers become coordinates.</summary>
    public ColumnScaling Scaling { get; init => field = Require.Defined(value, nameof(Scaling)); } = Require.Defined(Scaling);

    /// <summary>The columns and what they hold.</summary>
    /// <exception cref="UsageException">There is no such file or column.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken, has empty fields that are to be refused, or a column is nearly of numbers.</exception>
    public ValueList<TableColumn> Schema => Content.Of(this).Schema;

    /// <summary>The same table with all that was found out written down: names and order of columns, which of them hold words, heading and decimal sign.</summary>
    /// <exception cref="UsageException">As for <see cref="Schema"/>.</exception>
    /// <exception cref="InvalidDataFormatException">As for <see cref="Schema"/>.</exception>
    public Table Resolved => new(Path, ValueList.From(Schema.Select(column => column.Name)),
        ValueList.From(Schema.OfType<CategoricalColumn>().Select(column => column.Name)), Missing, Content.Of(this).HasHeading, Content.Of(this).HasCommas ? DecimalSign.Comma : DecimalSign.Point, Scaling);

    /// <summary>The least value of each coordinate.</summary>
    public ValueList<double> Lower => ValueList.From(Schema.SelectMany(column => column.Bounds).Select(bounds => bounds.Lower));

    /// <summary>The greatest value of each coordinate.</summary>
    public ValueList<double> Upper => ValueList.From(Schema.SelectMany(column => column.Bounds).Select(bounds => bounds.Upper));

    /// <inheritdoc/>
    protected override Matrix Stored => Content.Of(this).Points;

    /// <summary>Writes points as a table of the same columns, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="points">n x d, finite; a coordinate beyond its bound counts as the bound.</param>
    /// <exception cref="ArgumentException">The points have another number of coordinates.</exception>
    /// <exception cref="NumericalException">A point is not finite.</exception>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string path, Matrix points)
    {
        Check(points);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(TextTable.Line(Schema.Select(column => column.Name)));
            for (var i = 0; i < points.Rows; i++) writer.WriteLine(TextTable.Line(Fields(points.Row(i))));
        });
    }

    /// <summary>The points of the rows that <see cref="Write"/> would write: numbers in the digits of their column, one word for each column of words.</summary>
    /// <param name="points">n x d, finite.</param>
    /// <exception cref="ArgumentException">The points have another number of coordinates.</exception>
    /// <exception cref="NumericalException">A point is not finite.</exception>
    public override Matrix AsWritten(Matrix points)
    {
        Check(points);
        var result = new Matrix(points.Rows, points.Columns);
        for (var i = 0; i < points.Rows; i++) Encode(Schema, Fields(points.Row(i)), result.Row(i));
        return result;
    }

    /// <summary>Prints parameters only: the other properties read the file.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(nameof(Path)).Append(" = ").Append(Path).Append(", ").Append(nameof(Columns)).Append(" = ").Append(Columns)
            .Append(", ").Append(nameof(Words)).Append(" = ").Append(Words).Append(", ").Append(nameof(Missing)).Append(" = ").Append(Missing)
            .Append(", ").Append(nameof(Heading)).Append(" = ").Append(Heading).Append(", ").Append(nameof(Decimal)).Append(" = ").Append(Decimal)
            .Append(", ").Append(nameof(Scaling)).Append(" = ").Append(Scaling);
        return true;
    }

    private void Check(Matrix points)
    {
        if (points.Columns != Dimension)
            throw new ArgumentException(FormattableString.Invariant($"The table has {Dimension} coordinates, the points {points.Columns}."), nameof(points));
        if (!points.IsFinite()) throw new NumericalException("A point is NaN or infinite and stands for no row of a table; take points of a run that has not diverged.");
    }

    private string[] Fields(ReadOnlySpan<double> point)
    {
        var fields = new string[Schema.Count];
        for (var (j, start) = (0, 0); j < fields.Length; start += Schema[j++].Width) fields[j] = Schema[j].Decode(point.Slice(start, Schema[j].Width));
        return fields;
    }

    private static void Encode(IReadOnlyList<TableColumn> schema, IReadOnlyList<string> fields, Span<double> point)
    {
        for (var (j, start) = (0, 0); j < schema.Count; start += schema[j++].Width) schema[j].Encode(fields[j], point.Slice(start, schema[j].Width));
    }

    private static TableContent Read(Table table)
    {
        var text = TextTable.Read(table.Path);
        var isComma = table.Decimal == DecimalSign.Comma || (table.Decimal == DecimalSign.Automatic && text.Delimiter == ';' && TableColumnReader.HasDecimalCommas(text.Columns));
        var (names, columns, hasHeading) = TableHeading.Of(text, table.Heading, isComma, table.Path);
        int Place(string name) => Array.IndexOf(names, name) is >= 0 and var place ? place
            : throw new UsageException($"'{table.Path}' has no column '{name}'.{Suggestion.For(name, names)}");
        var asWords = (table.Words ?? []).Select(Place).ToHashSet();
        int[] places = table.Columns is null ? [.. Enumerable.Range(0, names.Length)] : [.. table.Columns.Select(Place).Distinct()];
        var reader = new TableColumnReader(table.Path, isComma, table.Scaling, table.Missing);
        var read = places.Select(place => reader.Read(names[place], columns[place], asWords.Contains(place))).ToArray();
        var schema = read.Select(column => column.Column).ToArray();
        var (rows, dimension) = (columns[0].Count, schema.Sum(column => column.Width));
        if ((long)rows * dimension > Array.MaxLength)
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{table.Path}' makes {rows} points of {dimension} coordinates, which do not fit into one matrix; keep fewer columns."));
        var (points, fields) = (new Matrix(rows, dimension), new string[schema.Length]);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < fields.Length; j++) fields[j] = read[j].Fields[i];
            Encode(schema, fields, points.Row(i));
        }

        return new(ValueList.From(schema), points, hasHeading, isComma);
    }

    /// <summary>What was read.</summary>
    private sealed record TableContent(ValueList<TableColumn> Schema, Matrix Points, bool HasHeading, bool HasCommas);
}
