using System.Text;
using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>A table of rows for people: columns of numbers, dates, categories, yes and no, and identifiers, some fields missing. It is written back as it was read: the
/// same separator, decimal sign, digits, forms of dates and marks of what is missing.</summary>
public sealed class RowTable
{
    private readonly char _delimiter;
    private readonly bool _hasHeading;

    private RowTable(ValueList<RowColumn> columns, Matrix values, char delimiter, bool hasHeading) => (Columns, Values, _delimiter, _hasHeading) = (columns, values, delimiter, hasHeading);

    /// <summary>The columns.</summary>
    public ValueList<RowColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Values.Rows;

    /// <summary>A number for each field: the quantity, days for a date, the place of a word among the column's words, NaN where it is missing, and of identifiers the place of the row.</summary>
    public Matrix Values { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">A CSV file in UTF-8.</param>
    /// <param name="leaveOut">Columns that are left out.</param>
    /// <param name="words">Columns that hold categories whatever they look like.</param>
    /// <param name="heading">Whether the first line names the columns; found out if null.</param>
    /// <exception cref="UsageException">There is no such file or column.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken, or a column cannot be understood.</exception>
    public static RowTable Read(string path, IReadOnlyList<string>? leaveOut = null, IReadOnlyList<string>? words = null, bool? heading = null)
    {
        var (names, columns, hasHeading, delimiter, isComma) = Text(path, heading);
        foreach (var name in (leaveOut ?? []).Concat(words ?? []))
            if (!names.Contains(name)) throw new UsageException($"'{path}' has no column '{name}'.{Suggestion.For(name, names)}");
        var finder = new ColumnFinder(path, isComma);
        int[] kept = [.. Enumerable.Range(0, names.Length).Where(j => leaveOut?.Contains(names[j]) != true)];
        if (kept.Length == 0) throw new UsageException($"No column of '{path}' is left.");
        return Of(ValueList.From(kept.Select(j => finder.Of(names[j], columns[j], words?.Contains(names[j]) == true))), [.. kept.Select(j => columns[j])], delimiter, hasHeading);
    }

    /// <summary>Reads a table of which nothing is found out but its separators and headings: columns are as they are said to be, others are left out, numbers are moved into their ranges, and
    /// what is missing or something else becomes the middle of the range, or the first word.</summary>
    /// <param name="path">A CSV file in UTF-8.</param>
    /// <param name="columns">The columns, at least one.</param>
    /// <exception cref="UsageException">There is no such file or column.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken.</exception>
    public static RowTable Read(string path, ValueList<PublicColumn> columns)
    {
        Require.Filled(columns, "at least one column");
        var (names, fields, _, delimiter, isComma) = Text(path, true);
        var values = new Matrix(fields[0].Count, columns.Count);
        for (var j = 0; j < columns.Count; j++)
        {
            var place = Array.IndexOf(names, columns[j].Name);
            if (place < 0) throw new UsageException($"'{path}' has no column '{columns[j].Name}'.{Suggestion.For(columns[j].Name, names)}");
            for (var i = 0; i < values.Rows; i++) values[i, j] = columns[j].Number(fields[place][i], isComma);
        }

        return new(ValueList.From(columns.Select(column => column.Column)), values, delimiter, true);
    }

    /// <summary>Rows of the same columns.</summary>
    /// <param name="values">A number for each field, as <see cref="Values"/>.</param>
    /// <exception cref="ArgumentException">The number of columns differs.</exception>
    public RowTable With(Matrix values) => values.Columns == Columns.Count ? new(Columns, values, _delimiter, _hasHeading)
        : throw new ArgumentException($"{values.Columns} values do not fit {Columns.Count} columns.", nameof(values));

    /// <summary>The fields of a row.</summary>
    /// <param name="row">Its number, from 0.</param>
    public IReadOnlyList<string> Fields(int row) => [.. Columns.Select((column, j) => column is IdentifierColumn ? column.Text(row) : double.IsNaN(Values[row, j]) ? column.MissingMark : column.Text(Values[row, j]))];

    /// <summary>Writes the table, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (_hasHeading) writer.WriteLine(Line(Columns.Select(column => column.Name)));
        for (var i = 0; i < Rows; i++) writer.WriteLine(Line(Fields(i)));
    });

    /// <summary>Rows of other columns, written with the same separators.</summary>
    internal RowTable With(ValueList<RowColumn> columns, Matrix values) => new(columns, values, _delimiter, _hasHeading);

    /// <summary>Some of the rows.</summary>
    internal RowTable Take(ReadOnlySpan<int> rows) => With(Values.Take(rows));

    /// <summary>The place of a column.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    internal int Place(string name)
    {
        for (var j = 0; j < Columns.Count; j++)
            if (Columns[j].Name == name) return j;
        throw new UsageException($"The table has no column '{name}'.{Suggestion.For(name, Columns.Select(column => column.Name))}");
    }

    /// <summary>The names of the columns and their fields, of which nothing has been found out.</summary>
    internal static (string[] Names, IReadOnlyList<IReadOnlyList<string>> Columns, bool HasHeading, char Delimiter, bool IsComma) Text(string path, bool? heading)
    {
        var text = TextTable.Read(path);
        var isComma = text.Delimiter == ';' && TableColumnReader.HasDecimalCommas(text.Columns);
        var (names, columns, hasHeading) = TableHeading.Of(text, heading, isComma, path);
        return (names, columns, hasHeading, text.Delimiter, isComma);
    }

    /// <summary>A table of fields.</summary>
    internal static RowTable Of(ValueList<RowColumn> columns, IReadOnlyList<IReadOnlyList<string>> fields, char delimiter, bool hasHeading)
    {
        var values = new Matrix(fields[0].Count, columns.Count);
        for (var j = 0; j < columns.Count; j++)
            for (var i = 0; i < values.Rows; i++) values[i, j] = columns[j] is IdentifierColumn ? i : columns[j].Parse(fields[j][i]);
        return new(columns, values, delimiter, hasHeading);
    }

    private string Line(IEnumerable<string> fields) => string.Join(_delimiter, fields.Select(field =>
        field.AsSpan().IndexOfAny("\"\t,;") < 0 || (_delimiter == ';' && field.AsSpan().IndexOfAny("\"\t;") < 0) ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
