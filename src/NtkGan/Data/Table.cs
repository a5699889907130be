using System.Text;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Rows of a table of one's own, with columns of numbers and of words, each coordinate between 0 and 1: a number is scaled from its column's least
/// to its greatest, a word becomes a 1 among zeros. Points can be written back as a table of the same columns.</summary>
/// <param name="Path">A CSV file (UTF-8; fields between commas, semicolons or tabs, perhaps in quotes), relative to the current folder. Its first line names
/// the columns unless it has a number in it.</param>
/// <param name="Columns">Which columns to keep, in this order; all if left out.</param>
/// <param name="Words">Columns of numbers that are words in truth, such as [postcode]; a column with any field that is no number is one of words anyway.</param>
/// <param name="Missing">What is done with fields that are empty, NA, NaN or ?: refuse or impute.</param>
public sealed record Table(string Path, ValueList<string>? Columns = null, ValueList<string>? Words = null, MissingValues Missing = MissingValues.Refuse)
    : MatrixDataSet
{
    private const int MostWords = 1000;

    private static readonly HashSet<string> Gaps = new(["", "NA", "N/A", "NaN", "null", "?"], StringComparer.OrdinalIgnoreCase);

    private readonly Deferred<(ValueList<TableColumn> Schema, Matrix Points)> _read = new(() => Read(Path, Columns, Words, Missing));

    /// <summary>A file in the current folder.</summary>
    public static Table Example => new("table.csv");

    /// <summary>The file.</summary>
    public string Path { get; } = Path;

    /// <summary>Which columns are kept, or null for all.</summary>
    public ValueList<string>? Columns { get; } = Columns is null or { Count: > 0 } ? Columns : throw new UsageException("columns must name at least one column.");

    /// <summary>Columns of numbers that are words in truth.</summary>
    public ValueList<string>? Words { get; } = Words;

    /// <summary>What is done with empty fields.</summary>
    public MissingValues Missing { get; } = Enum.IsDefined(Missing) ? Missing : throw new UsageException("missing must be refuse or impute.");

    /// <summary>The columns and what they hold.</summary>
    /// <exception cref="UsageException">There is no such file or column.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken, or has empty fields that are to be refused.</exception>
    public ValueList<TableColumn> Schema => _read.Value.Schema;

    /// <summary>The least value of a coordinate, one number for all of them.</summary>
    public ValueList<double> Lower => [0];

    /// <summary>The greatest value of a coordinate, one number for all of them.</summary>
    public ValueList<double> Upper => [1];

    /// <inheritdoc/>
    protected override Matrix Stored => _read.Value.Points;

    /// <summary>Writes points as a table of the same columns, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="points">n x d, finite; a number beyond 0 or 1 counts as the bound, and a word is the largest of its coordinates.</param>
    /// <exception cref="ArgumentException">The points have another number of coordinates.</exception>
    /// <exception cref="NumericalException">A point is not finite.</exception>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string path, Matrix points)
    {
        if (points.Columns != Dimension)
            throw new ArgumentException(FormattableString.Invariant($"The table has {Dimension} coordinates, the points {points.Columns}."), nameof(points));
        if (!points.IsFinite()) throw new NumericalException("A point is NaN or infinite and stands for no row of a table; take points of a run that has not diverged.");
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(TextTable.Line(Schema.Select(column => column.Name)));
            for (var i = 0; i < points.Rows; i++) writer.WriteLine(TextTable.Line(Fields(points.Row(i))));
        });
    }

    /// <summary>Prints parameters only: the other properties read the file.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(nameof(Path)).Append(" = ").Append(Path).Append(", ").Append(nameof(Columns)).Append(" = ").Append(Columns)
            .Append(", ").Append(nameof(Words)).Append(" = ").Append(Words).Append(", ").Append(nameof(Missing)).Append(" = ").Append(Missing);
        return true;
    }

    private string[] Fields(ReadOnlySpan<double> point)
    {
        var fields = new string[Schema.Count];
        for (var (j, start) = (0, 0); j < fields.Length; start += Schema[j++].Width) fields[j] = Schema[j].Decode(point.Slice(start, Schema[j].Width));
        return fields;
    }

    private static (ValueList<TableColumn> Schema, Matrix Points) Read(string path, ValueList<string>? kept, ValueList<string>? words, MissingValues missing)
    {
        var table = TextTable.Read(path);
        int Place(string name) => table.Names.ToList().IndexOf(name) is >= 0 and var place ? place
            : throw new UsageException($"'{path}' has no column '{name}'.{Suggestion.For(name, table.Names)}");
        var asWords = (words ?? []).Select(Place).ToHashSet();
        int[] places = kept is null ? [.. Enumerable.Range(0, table.Names.Count)] : [.. kept.Select(Place).Distinct()];
        var fields = places.Select(place => table.Columns[place]).ToArray();
        TableColumn[] schema = [.. places.Select(place => Column(path, table.Names[place], table.Columns[place], asWords.Contains(place), missing))];
        var dimension = schema.Sum(column => column.Width);
        if ((long)table.Rows * dimension > Array.MaxLength)
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' makes {table.Rows} points of {dimension} coordinates, which do not fit into one matrix; keep fewer columns."));
        var points = new Matrix(table.Rows, dimension);
        for (var (j, start) = (0, 0); j < schema.Length; start += schema[j++].Width)
        {
            var column = schema[j];
            var stand = fields[j].Any(Gaps.Contains) ? StandIn(column, fields[j]) : "";
            for (var i = 0; i < table.Rows; i++)
                column.Encode(Gaps.Contains(fields[j][i]) ? stand : fields[j][i], points.Row(i).Slice(start, column.Width));
        }

        return (ValueList.From(schema), points);
    }

    private static TableColumn Column(string path, string name, IReadOnlyList<string> fields, bool isOfWords, MissingValues missing)
    {
        string[] present = [.. fields.Where(field => !Gaps.Contains(field)).Distinct()];
        if (present.Length == 0) throw new InvalidDataFormatException($"'{path}' has nothing in column '{name}'; leave it out with columns.");
        if (missing == MissingValues.Refuse && Enumerable.Range(0, fields.Count).FirstOrDefault(row => Gaps.Contains(fields[row]), -1) is >= 0 and var gap)
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has a missing value in column '{name}' of row {gap + 1}; remove the row, or set missing: impute."));
        if (!isOfWords && present.All(field => NumericColumn.Parse(field) is not null))
        {
            double[] values = [.. present.Select(field => NumericColumn.Parse(field)!.Value)];
            return new NumericColumn(name, values.Min(), values.Max(), values.All(double.IsInteger));
        }

        return present.Length <= MostWords ? new CategoricalColumn(name, ValueList.From(present.Order(StringComparer.Ordinal)))
            : throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has {present.Length} different words in column '{name}', and at most {MostWords} are accepted; leave it out with columns, or mend what is no number."));
    }

    private static string StandIn(TableColumn column, IReadOnlyList<string> fields)
    {
        var present = fields.Where(field => !Gaps.Contains(field));
        return column is NumericColumn numbers ? NumericColumn.Text(Math.Clamp(present.Average(field => NumericColumn.Parse(field)!.Value), numbers.Least, numbers.Greatest))
            : present.GroupBy(field => field).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).First().Key;
    }
}
