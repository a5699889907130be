using System.Text;

namespace NtkGan.Data.Files;

/// <summary>A table of text, as spreadsheets write it: UTF-8, fields between commas (or semicolons or tabs, whichever the first line has), perhaps in quotes,
/// a quote within quotes doubled. A field does not reach over a line. Blank lines are skipped. A separator at the end of the first line, or of all lines,
/// begins no column.</summary>
/// <param name="Delimiter">What stands between fields.</param>
/// <param name="Columns">The fields of each column, those of the first line among them, without white space around them; at least one row.</param>
/// <param name="FirstIsQuoted">Which fields of the first line are in quotes.</param>
/// <param name="SecondIsQuoted">Which fields of the second line are in quotes; none if there is no second line.</param>
internal sealed record TextTable(char Delimiter, IReadOnlyList<IReadOnlyList<string>> Columns, IReadOnlyList<bool> FirstIsQuoted, IReadOnlyList<bool> SecondIsQuoted)
{
    private const int MostFields = 100_000_000;

    /// <summary>Reads a table.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">A row has more or fewer fields than the first line, a quote is not closed, there are no rows, more than
    /// 100 million fields, another separator than the first line's, or the text is not UTF-8.</exception>
    public static TextTable Read(string path)
    {
        using var file = InputFile.Open(path);
        try
        {
            using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Read(new LineReader(text, $"'{path}'"), $"'{path}'");
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataFormatException($"'{path}' is not UTF-8 text; save it as CSV in UTF-8.");
        }
    }

    /// <summary>One line of a file, quoted where need be.</summary>
    public static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(field =>
        field.AsSpan().IndexOfAny(",;\"\t") < 0 && field.Trim() == field && field.Length > 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static TextTable Read(LineReader lines, string name)
    {
        var (delimiter, fields, quoted) = ('\0', new List<string>(), new List<bool>());
        List<List<string>> columns = [];
        bool[] first = [], second = [];
        var words = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        while (lines.Next(out var line))
        {
            if (line.IsWhiteSpace()) continue;
            var isFirst = columns.Count == 0;
            if (isFirst) delimiter = line.Contains(';') ? ';' : line.Contains(',') || !line.Contains('\t') ? ',' : '\t';
            var place = FormattableString.Invariant($"{name}, line {lines.Number}");
            fields.Clear();
            quoted.Clear();
            Split(line, delimiter, fields, quoted, words, place);
            if (isFirst)
            {
                columns = [.. fields.Select(_ => new List<string>())];
                first = [.. quoted];
            }
            else if (columns[0].Count == 1)
            {
                if (fields.Count == columns.Count - 1 && IsSurplus(columns[^1], first[^1])) columns.RemoveAt(columns.Count - 1);
                if (columns.Count == 1 && IsOfSeveral(line)) throw new InvalidDataFormatException($"{place} has separators, but the first line has none: begin the file with the names of its columns, between the same separators.");
                second = [.. quoted];
            }

            if (fields.Count != columns.Count) throw Uneven(place, fields, columns.Count, delimiter);
            if ((columns[0].Count + 1L) * columns.Count > MostFields)
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place}: the table has more than {MostFields} fields; keep fewer rows or columns."));
            for (var j = 0; j < fields.Count; j++) columns[j].Add(fields[j]);
        }

        if (columns.Count == 0) throw new InvalidDataFormatException($"{name} holds no rows.");
        if (columns.Count > 1 && columns[^1].TrueForAll(field => field.Length == 0) && !first[^1]) columns.RemoveAt(columns.Count - 1);
        return new(delimiter, columns, first[..columns.Count], second.Length < columns.Count ? [] : second[..columns.Count]);
    }

    private static bool IsSurplus(List<string> column, bool isQuoted) => column[0].Length == 0 && !isQuoted;

    private static bool IsOfSeveral(ReadOnlySpan<char> line) => line.TrimStart() is not ['"', ..] && line.IndexOfAny(";\t|") >= 0;

    private static InvalidDataFormatException Uneven(string place, List<string> fields, int columns, char delimiter)
    {
        var hint = fields.Count == columns + 1 && fields[^1].Length == 0 ? $" Remove the '{(delimiter == '\t' ? "tab" : delimiter.ToString())}' at its end."
            : delimiter == ',' && fields.Count > columns ? " If its numbers have decimal commas, put ; between fields; a word with a comma stands in quotes."
            : "";
        return new(FormattableString.Invariant($"{place} has {fields.Count} field{(fields.Count == 1 ? "" : "s")}, but the first line has {columns}.{hint}"));
    }

    private static void Split(ReadOnlySpan<char> line, char delimiter, List<string> fields, List<bool> quoted, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words, string place)
    {
        for (var rest = line; ;)
        {
            var start = rest.TrimStart(' ');
            int end;
            quoted.Add(start is ['"', ..]);
            if (quoted[^1])
            {
                var close = Close(start, place);
                fields.Add(start[1..close].ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
                rest = start[(close + 1)..];
                end = rest.IndexOf(delimiter);
                if (!(end < 0 ? rest : rest[..end]).IsWhiteSpace())
                    throw new InvalidDataFormatException($"{place}: text follows the closing quote of field {fields.Count}; double the quotes within quotes.");
            }
            else
            {
                end = rest.IndexOf(delimiter);
                fields.Add(Kept((end < 0 ? rest : rest[..end]).Trim(), words));
            }

            if (end < 0) return;
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>Where the quote that opens a field is closed.</summary>
    private static int Close(ReadOnlySpan<char> field, string place)
    {
        for (var i = 1; i < field.Length; i++)
        {
            if (field[i] != '"') continue;
            if (i + 1 == field.Length || field[i + 1] != '"') return i;
            i++;
        }

        throw new InvalidDataFormatException($"{place}: a quote is not closed; fields do not reach over a line.");
    }

    /// <summary>One string for all fields of the same text.</summary>
    private static string Kept(ReadOnlySpan<char> field, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words)
    {
        if (words.TryGetValue(field, out var known)) return known;
        words.Add(field);
        words.TryGetValue(field, out known);
        return known!;
    }
}
