using System.Globalization;
using System.Numerics;
using System.Text;
using NtkGan.Numerics;

namespace NtkGan.Data.Files;

/// <summary>Tables of numbers in text. The first line decides what separates fields: a semicolon if it has one, else a comma, else a tab, else white
/// space. The decimal sign is a point in every culture, or a comma where semicolons separate and no number has a point. Blank lines, and whatever follows #,
/// are skipped; a first line without any number is a heading, and one that counts up in whole numbers above others is refused, for it may be one.</summary>
public static class DelimitedFile
{
    private const char WhiteSpace = ' ';
    private const int LongestNumber = 400, FewRows = 4;
    private const double FirstInexact = 1L << 53;

    private static readonly System.Buffers.SearchValues<char> WholeNumbers = System.Buffers.SearchValues.Create("0123456789 ,;\t");

    private static readonly System.Buffers.SearchValues<char> WholeNumber = System.Buffers.SearchValues.Create("0123456789+-");

    /// <summary>Reads a table.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">A row has another number of fields than the first, or a field is not a finite number: the message
    /// names the line. Or the file has no rows, or a line of more than 4 Mi characters.</exception>
    public static DelimitedTable Read(string path)
    {
        using var file = InputFile.Open(path);
        return Read(file, $"'{path}'");
    }

    /// <summary>Writes a table with commas, in digits that read back to the same doubles, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="names">Names of the columns for a heading, or null for none. A name is not a number and has no comma, semicolon, quote, # or line end.</param>
    /// <exception cref="ArgumentException">A name is not allowed, or there are more or fewer than columns.</exception>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, Matrix values, ValueList<string>? names = null)
    {
        if (names is not null && (names.Count != values.Columns || !names.All(IsName)))
            throw new ArgumentException($"{names} does not name {values.Columns} columns: a name is not a number and has no comma, semicolon, quote, # or line end.", nameof(names));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            if (names is not null) writer.WriteLine(string.Join(',', names));
            Span<char> number = stackalloc char[32];
            for (var i = 0; i < values.Rows; i++)
            {
                for (var j = 0; j < values.Columns; j++)
                {
                    if (j > 0) writer.Write(',');
                    values[i, j].TryFormat(number, out var length, "R", CultureInfo.InvariantCulture);
                    writer.Write(number[..length]);
                }

                writer.WriteLine();
            }
        });
    }

    /// <summary>Reads a table from a stream.</summary>
    internal static DelimitedTable Read(Stream stream, string name)
    {
        using var text = new StreamReader(stream, Encoding.UTF8);
        var lines = new LineReader(text, name);
        var (delimiter, columns, values, syntax) = ('\0', 0, new List<double>(), new NumberSyntax(false));
        ValueList<string>? names = null;
        var mayBeHeading = false;
        while (lines.Next(out var line))
        {
            var content = line[..(line.IndexOf('#') is >= 0 and var comment ? comment : line.Length)].Trim();
            if (content.IsEmpty) continue;
            if (columns == 0)
            {
                delimiter = DelimiterOf(content);
                syntax = new(delimiter == ';');
                names = Heading(content, delimiter, syntax);
                columns = names?.Count ?? CountOf(content, delimiter);
                if (names is not null) continue;
            }

            var place = FormattableString.Invariant($"{name}, line {lines.Number}");
            mayBeHeading |= values.Count == 0 && names is null && !content.ContainsAnyExcept(WholeNumbers);
            AddRow(content, delimiter, columns, values, syntax, place);
            if (syntax is { HasPoint: true, HasComma: true })
                throw new InvalidDataFormatException($"{place}: some numbers have a decimal point and others a decimal comma; write all as 1.5.");
        }

        if (mayBeHeading && IsHeading([.. values], columns))
            throw new InvalidDataFormatException($"{name} begins with a line of whole numbers that count up, above numbers that are not whole: put # before it if it names the columns, or write one as 1.0 if it is a point.");

        return values.Count > 0 ? new(names, new(values.Count / columns, columns, [.. values]))
            : throw new InvalidDataFormatException($"{name} holds no rows of numbers.");
    }

    private static bool IsHeading(ReadOnlySpan<double> values, int columns)
    {
        if (columns < 2 || values.Length == columns) return false;

        // Two numbers are as likely a point, unless they count from 0, as programs do, or are years, above several others.
        if (columns == 2 && (values.Length < FewRows * columns || values[0] is not (0 or (>= TableHeading.FirstYear and <= TableHeading.LastYear)))) return false;
        for (var j = 1; j < columns; j++)
            if (values[j] - values[j - 1] != 1) return false;
        foreach (var value in values[columns..])
            if (double.IsInteger(value)) return false;
        return true;
    }

    private static void AddRow(ReadOnlySpan<char> rest, char delimiter, int columns, List<double> values, NumberSyntax syntax, string place)
    {
        var found = CountOf(rest, delimiter);
        if (found != columns)
            throw new InvalidDataFormatException(FormattableString.Invariant($"{place} has {found} field{(found == 1 ? "" : "s")}, but the first line has {columns}.{(delimiter == ',' && found == 2 * columns ? " If its numbers have decimal commas, put ; between them." : "")}"));
        for (var j = 0; j < columns; j++)
        {
            var field = NextField(ref rest, delimiter);
            if (!syntax.Parse(field, out var value))
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place}: {Described(field)} in field {j + 1} is not a number; write numbers as 1.5 or 2e-3, and remove what is missing."));
            if (!double.IsFinite(value))
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place}: {Described(field)} in field {j + 1} is not finite; remove the row or mend the value."));
            if (Math.Abs(value) >= FirstInexact && !field.ContainsAnyExcept(WholeNumber) && LosesDigits(field, value))
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place}: {Described(field)} in field {j + 1} is a whole number of more digits than a double keeps: is it a number at all? Write it as 1.5e16, or leave the column out."));
            values.Add(value);
        }
    }

    private static ValueList<string>? Heading(ReadOnlySpan<char> line, char delimiter, NumberSyntax syntax)
    {
        var names = new string[CountOf(line, delimiter)];
        for (var j = 0; j < names.Length; j++)
        {
            var field = NextField(ref line, delimiter);
            if (field.IsEmpty || syntax.Parse(field, out _)) return null;
            names[j] = field.ToString();
        }

        return ValueList.From(names);
    }

    private static char DelimiterOf(ReadOnlySpan<char> line) =>
        line.Contains(';') ? ';' : line.Contains(',') ? ',' : line.Contains('\t') ? '\t' : WhiteSpace;

    private static int CountOf(ReadOnlySpan<char> line, char delimiter)
    {
        if (delimiter != WhiteSpace) return line.Count(delimiter) + 1;
        var count = 0;
        for (; !line.IsEmpty; count++) NextField(ref line, delimiter);
        return count;
    }

    // What a double keeps is its exact value, or the shortest text that stands for it, filled up with zeros.
    private static bool LosesDigits(ReadOnlySpan<char> field, double value)
    {
        var whole = BigInteger.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return whole != new BigInteger(value) && whole != BigInteger.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Takes the first field off a line, without white space and quotes around it.</summary>
    private static ReadOnlySpan<char> NextField(ref ReadOnlySpan<char> line, char delimiter)
    {
        var end = delimiter == WhiteSpace ? line.IndexOfAny(' ', '\t') : line.IndexOf(delimiter);
        var field = (end < 0 ? line : line[..end]).Trim();
        line = end < 0 ? [] : line[(end + 1)..];
        if (delimiter == WhiteSpace) line = line.TrimStart();
        return field is ['"', .., '"'] ? field[1..^1].Trim() : field;
    }

    private static bool Parse(ReadOnlySpan<char> field, out double value) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Described(ReadOnlySpan<char> field) => field.IsEmpty ? "an empty text" : $"'{FieldText.Shown(field.ToString())}'";

    private static bool IsName(string name) =>
        name.Length > 0 && name.Trim() == name && name.IndexOfAny([',', ';', '"', '#', '\r', '\n']) < 0 && !Parse(name, out _);

    /// <summary>How numbers are written in a file, as far as it has been read.</summary>
    /// <param name="mayHaveCommas">Whether a comma can be a decimal sign.</param>
    private sealed class NumberSyntax(bool mayHaveCommas)
    {
        public bool HasPoint { get; private set; }

        public bool HasComma { get; private set; }

        public bool Parse(ReadOnlySpan<char> field, out double value)
        {
            if (!mayHaveCommas) return DelimitedFile.Parse(field, out value);
            var comma = field.IndexOf(',');
            if (comma < 0)
            {
                var isNumber = DelimitedFile.Parse(field, out value);
                HasPoint |= isNumber && field.Contains('.');
                return isNumber;
            }

            Span<char> copy = stackalloc char[LongestNumber];
            value = 0;
            if (field.Length > copy.Length || field.Contains('.')) return false;
            field.CopyTo(copy);
            copy[comma] = '.';
            if (!DelimitedFile.Parse(copy[..field.Length], out value)) return false;
            return HasComma = true;
        }
    }
}
