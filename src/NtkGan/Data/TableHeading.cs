using NtkGan.Data.Files;

namespace NtkGan.Data;

/// <summary>Whether the first line of a table names its columns. A line that holds no number does, and one that differs in kind from the lines below; where
/// that cannot be known a person is asked.</summary>
internal static class TableHeading
{
    /// <summary>Whole numbers from here on may be years.</summary>
    internal const int FirstYear = 1900;

    /// <summary>Up to here.</summary>
    internal const int LastYear = 2100;

    /// <summary>The names of the columns, and the fields below them.</summary>
    /// <param name="table">The table, its first line among the fields.</param>
    /// <param name="isHeading">Whether the first line names the columns; null to find out.</param>
    /// <param name="isComma">Whether numbers have decimal commas.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataFormatException">It cannot be known, a name stands twice, or no row is left.</exception>
    public static (string[] Names, IReadOnlyList<string>[] Columns, bool IsHeading) Of(TextTable table, bool? isHeading, bool isComma, string path)
    {
        string[] first = [.. table.Columns.Select(column => column[0])];
        var decided = isHeading ?? IsHeading(table, first, isComma, path);
        string[] names = [.. first.Select((field, j) => decided && field.Length > 0 ? field : FormattableString.Invariant($"column_{j + 1}"))];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataFormatException($"'{path}', line 1 names two columns '{twice.Key}'; give each a name of its own.");
        IReadOnlyList<string>[] columns = [.. table.Columns.Select(column => decided ? [.. column.Skip(1)] : column)];
        return columns[0].Count > 0 ? (names, columns, decided) : throw new InvalidDataFormatException($"'{path}' holds no rows.");
    }

    private static bool IsHeading(TextTable table, string[] first, bool isComma, string path)
    {
        var places = Enumerable.Range(0, first.Length).Where(j => !MissingField.Is(first[j])).ToArray();
        if (places.Length == 0) return false;
        var below = places.Select(j => Below(table.Columns[j], isComma)).ToArray();
        FieldKind[] kinds = [.. places.Select(j => FieldKinds.Of(first[j], isComma))];
        var numbers = Enumerable.Range(0, places.Length).Where(k => kinds[k] is FieldKind.Number or FieldKind.Code or FieldKind.DecimalComma).ToArray();
        if (numbers.Length == 0 && Enumerable.Range(0, places.Length).Any(k => kinds[k] != FieldKind.Word && Next(table.Columns[places[k]]) is { } next && FieldKinds.Of(next, isComma) == kinds[k])) return false;
        if (numbers.Length == 0)
            return table.Columns[0].Count == 1 || !places.All(j => table.Columns[j].Skip(1).Contains(first[j])) ? true : throw Unknown(path, first, "stands in the rows below too");

        // R and others quote words alone, so that quoted numbers above bare ones are names.
        if (table.SecondIsQuoted.Count > 0 && numbers.All(k => table.FirstIsQuoted[places[k]] && !table.SecondIsQuoted[places[k]])) return true;

        double[] values = [.. numbers.Select(k => NumericColumn.Parse(first[places[k]]) ?? double.NaN)];
        if (!values.All(double.IsInteger)) return false;
        var areNames = IsSequence(values);
        bool AreAbove(Func<ColumnKind, bool> others) => numbers.All(k => below[k] is { Rows: > 0 } kind && others(kind));
        var hasWordAboveNumbers = Enumerable.Range(0, places.Length).Any(k => kinds[k] == FieldKind.Word && below[k] is { Rows: > 0 } kind && kind.Numbers == kind.Rows);
        if (AreAbove(kind => kind.Numbers == 0)) return true;
        if (areNames && (hasWordAboveNumbers || AreAbove(kind => kind.Whole <= kind.Numbers / 4))) return true;
        if (hasWordAboveNumbers) throw Unknown(path, first, "has words above numbers, and numbers");
        if (areNames && numbers.Zip(values).All(pair => below[pair.First] is { Rows: > 0 } kind && !kind.Contains(pair.Second))) throw Unknown(path, first, "has numbers like names, unlike those below");
        if (areNames && values.Length > 2) throw Unknown(path, first, "counts up");
        if (numbers.Length > 1 && AreAbove(kind => kind.Rows > 2 && kind.Whole == 0)) throw Unknown(path, first, "alone has whole numbers");
        return false;
    }

    // One or two numbers that count up are as likely a row, unless they are years.
    private static bool IsSequence(double[] values) => (values.Length > 2 || values.All(value => value is >= FirstYear and <= LastYear))
        && values.Zip(values.Skip(1)).All(pair => pair.Second - pair.First == values[1] - values[0] && Math.Abs(pair.Second - pair.First) == 1);

    private static string? Next(IReadOnlyList<string> column) => column.Skip(1).FirstOrDefault(field => !MissingField.Is(field));

    private static ColumnKind Below(IReadOnlyList<string> column, bool isComma)
    {
        var (rows, numbers, whole, least, greatest) = (0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var field in column.Skip(1).Where(field => !MissingField.Is(field)))
        {
            rows++;
            if (NumericColumn.Parse(isComma ? field.Replace(',', '.') : field) is not { } value) continue;
            numbers++;
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            if (field.AsSpan().IndexOfAny(".,") < 0) whole++;
        }

        return new(rows, numbers, whole, least, greatest);
    }

    private static InvalidDataFormatException Unknown(string path, string[] first, string why)
    {
        var line = string.Join(", ", first.Take(5).Select(FieldText.Shown));
        return new($"'{path}', line 1 ({line}{(first.Length > 5 ? ", ..." : "")}) {why}: say whether it names the columns (heading: true) or is a row like the others (heading: false).");
    }

    /// <summary>What a column holds below the first line.</summary>
    private sealed record ColumnKind(int Rows, int Numbers, int Whole, double Least, double Greatest)
    {
        public bool Contains(double value) => value >= Least && value <= Greatest;
    }
}
