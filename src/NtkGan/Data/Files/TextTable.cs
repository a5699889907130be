using System.Text;

namespace NtkGan.Data.Files;

/// <summary>A table of text, as spreadsheets write it: UTF-8, fields between commas (or semicolons or tabs, whichever the first line has), perhaps in quotes,
/// a quote within quotes doubled. A field does not reach over a line. Blank lines are skipped. A first line with no number in it is a heading.</summary>
/// <param name="Names">The heading; column_1, column_2, ... without one.</param>
/// <param name="Columns">The fields of each column, without white space around them; at least one row.</param>
internal sealed record TextTable(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Columns)
{
    private const int MostFields = 100_000_000;

    /// <summary>The number of rows.</summary>
    public int Rows => Columns[0].Count;

    /// <summary>Reads a table.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">A row has more or fewer fields than the first line, a quote is not closed, a name stands twice, there are
    /// no rows, more than 100 million fields, or the text is not UTF-8.</exception>
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
        var (delimiter, fields) = ('\0', new List<string>());
        string[]? names = null;
        List<string>[] columns = [];
        var words = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        while (lines.Next(out var line))
        {
            if (line.IsWhiteSpace()) continue;
            if (names is null) delimiter = line.Contains(';') ? ';' : line.Contains(',') || !line.Contains('\t') ? ',' : '\t';
            var place = FormattableString.Invariant($"{name}, line {lines.Number}");
            fields.Clear();
            Split(line, delimiter, fields, words, place);
            if (names is null)
            {
                var isHeading = fields.TrueForAll(field => field.Length > 0 && NumericColumn.Parse(field) is null);
                names = isHeading ? [.. fields] : [.. Enumerable.Range(1, fields.Count).Select(j => FormattableString.Invariant($"column_{j}"))];
                if (names.GroupBy(heading => heading).FirstOrDefault(group => group.Count() > 1) is { } twice)
                    throw new InvalidDataFormatException($"{place} names two columns '{twice.Key}'; give each a name of its own.");
                columns = [.. names.Select(_ => new List<string>())];
                if (isHeading) continue;
            }

            if (fields.Count != names.Length)
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place} has {fields.Count} field{(fields.Count == 1 ? "" : "s")}, but the first line has {names.Length}."));
            if ((columns[0].Count + 1L) * names.Length > MostFields)
                throw new InvalidDataFormatException(FormattableString.Invariant($"{place}: the table has more than {MostFields} fields; keep fewer rows or columns."));
            for (var j = 0; j < columns.Length; j++) columns[j].Add(fields[j]);
        }

        return names is not null && columns[0].Count > 0 ? new(names, columns) : throw new InvalidDataFormatException($"{name} holds no rows.");
    }

    private static void Split(ReadOnlySpan<char> line, char delimiter, List<string> fields, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words, string place)
    {
        for (var rest = line; ;)
        {
            var start = rest.TrimStart(' ');
            int end;
            if (start is ['"', ..])
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
