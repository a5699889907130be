namespace NtkGan.Data;

/// <summary>Finds out what a column of fields holds. One that is nearly of numbers is refused with the row: as words each would be a category of its own.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="isComma">Whether numbers have decimal commas.</param>
/// <param name="scaling">How numbers become coordinates.</param>
/// <param name="missing">What is done with missing fields.</param>
internal sealed class TableColumnReader(string path, bool isComma, ColumnScaling scaling, MissingValues missing)
{
    private const int MostWords = 1000;

    /// <summary>The column, and its fields as it reads them, what is missing filled in.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="fields">Its fields, at least one.</param>
    /// <param name="isOfWords">Whether it holds words, whatever they look like.</param>
    /// <exception cref="InvalidDataFormatException">Fields are missing, nearly numbers, or more than 1000 different words.</exception>
    public (TableColumn Column, IReadOnlyList<string> Fields) Read(string name, IReadOnlyList<string> fields, bool isOfWords)
    {
        var counts = fields.Where(field => !MissingField.Is(field)).GroupBy(field => field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        if (counts.Count == 0) throw new InvalidDataFormatException($"'{path}' has nothing in column {Quoted(name)}; leave it out with columns.");
        if (missing == MissingValues.Refuse && Row(fields, MissingField.Is) is { } gap)
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has a missing value in column {Quoted(name)} of row {gap + 1}; remove the row, or set missing: impute."));
        var isOfNumbers = !isOfWords && IsOfNumbers(name, fields, counts);
        if (isOfNumbers && isComma) fields = [.. fields.Select(field => field.Replace(',', '.'))];
        var present = fields.Where(field => !MissingField.Is(field));
        TableColumn column = isOfNumbers ? NumericColumn.Of(name, present, scaling) : OfWords(name, counts);
        if (!fields.Any(MissingField.Is)) return (column, fields);
        var stand = column is NumericColumn ? NumericColumn.Text(Mean(present.Select(field => NumericColumn.Parse(field)!.Value)))
            : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
        return (column, [.. fields.Select(field => MissingField.Is(field) ? stand : field)]);
    }

    /// <summary>Whether a table has decimal commas: semicolons stand between its fields, numbers have commas, and none has a point.</summary>
    public static bool HasDecimalCommas(IEnumerable<IReadOnlyList<string>> columns)
    {
        var hasComma = false;
        foreach (var field in columns.SelectMany(column => column))
        {
            var kind = field.AsSpan().IndexOfAny('.', ',') < 0 ? FieldKind.Word : FieldKinds.Of(field);
            if (kind == FieldKind.Number) return false;
            hasComma |= kind == FieldKind.DecimalComma;
        }

        return hasComma;
    }

    private static CategoricalColumn OfNames(string name, Dictionary<string, int> counts)
    {
        var rows = (double)counts.Values.Sum();
        var words = counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        return new(name, ValueList.From(words.Select(pair => pair.Key)), ValueList.From(words.Select(pair => pair.Value / rows)));
    }

    private CategoricalColumn OfWords(string name, Dictionary<string, int> counts) => counts.Count <= MostWords ? OfNames(name, counts)
        : throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has {counts.Count} different words in column {Quoted(name)}, and at most {MostWords} are accepted; leave it out with columns, or mend what is no number."));

    private bool IsOfNumbers(string name, IReadOnlyList<string> fields, Dictionary<string, int> counts)
    {
        var kinds = counts.Keys.ToDictionary(field => field, field => FieldKinds.Of(field, isComma), StringComparer.Ordinal);
        bool All(Func<FieldKind, string, bool> holds) => kinds.All(pair => holds(pair.Value, pair.Key));
        if (All((kind, _) => kind == FieldKind.Number || (kind == FieldKind.DecimalComma && isComma))) return true;
        if (All((kind, field) => kind == FieldKind.Code || (kind == FieldKind.Number && field.All(char.IsAsciiDigit)))) return false;

        // "5 kg, 6 kg" are numbers with a unit, "1st, 2nd, 1a, 1b" are names.
        var parts = kinds.Where(pair => pair.Value == FieldKind.Unit).Select(pair => FieldKinds.Parts(pair.Key)).ToList();
        var hasUnits = parts.Select(part => part.Number).Distinct().Count() >= 2 * parts.Select(part => part.Unit).Distinct().Count();
        bool IsNear(string field) => kinds[field] is not FieldKind.Word && (kinds[field] != FieldKind.Unit || hasUnits || kinds.ContainsValue(FieldKind.Number));
        var near = counts.Keys.Where(IsNear).ToList();
        if (2 * near.Count < counts.Count && 2L * near.Sum(field => (long)counts[field]) < counts.Values.Sum(count => (long)count)) return false;
        var row = Row(fields, field => !MissingField.Is(field) && IsNear(field) && kinds[field] is not (FieldKind.Number or FieldKind.Code))
            ?? Row(fields, field => !MissingField.Is(field) && kinds[field] is not FieldKind.Number) ?? 0;
        var (what, mend) = Described(kinds[fields[row]]);
        throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has '{FieldText.Shown(fields[row])}' in column {Quoted(name)} of row {row + 1}, {what}: {mend}, leave the column out with columns, or list it in words if each is a word of its own."));
    }

    private (string What, string Mend) Described(FieldKind kind) => kind switch
    {
        FieldKind.DecimalComma when isComma => ("a number among fields that are none", "mend the others"),
        FieldKind.DecimalComma => ("which looks like a number with a decimal comma", "write 1.5, or set decimal: comma"),
        FieldKind.Grouped => ("which looks like a number with separators of thousands", "write 1000"),
        FieldKind.Infinite => ("which is not finite", "remove the row or mend the value"),
        FieldKind.Date => ("which looks like a date or a time", "write a number, such as the days since a first one"),
        FieldKind.Unit => ("which looks like a number with a unit", "write the number alone"),
        FieldKind.SeveralNumbers => ("which looks like several numbers", "put commas, semicolons or tabs between them"),
        FieldKind.Quotient => ("which looks like two numbers with a slash between", "write their quotient, or each in a column of its own"),
        FieldKind.Uncertain => ("which looks like a number with its uncertainty", "write the number alone"),
        FieldKind.Exponent => ("which looks like a number with an exponent", "write 1.5e3"),
        FieldKind.OtherDigits => ("which looks like a number in other digits or signs than 0 to 9 and -", "write it with these"),
        _ => ("which is no number, as the column's others are", "mend it or leave the field empty"),
    };

    private static string Quoted(string name) => $"'{FieldText.Shown(name)}'";

    private static int? Row(IReadOnlyList<string> fields, Func<string, bool> holds)
    {
        for (var row = 0; row < fields.Count; row++)
            if (holds(fields[row])) return row;
        return null;
    }

    private static double Mean(IEnumerable<double> values)
    {
        var numbers = values.ToArray();
        var mean = numbers.Sum(value => value / numbers.Length);
        return Math.Clamp(mean, numbers.Min(), numbers.Max());
    }
}
