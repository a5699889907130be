using System.Globalization;
using System.Text.RegularExpressions;
using NtkGan.Data;

namespace NtkGan.Tables;

/// <summary>Finds out what a column of fields is.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="isComma">Whether numbers have decimal commas.</param>
internal sealed partial class ColumnFinder(string path, bool isComma)
{
    private const int FewRows = 10, MostWords = 200;
    private const double NearlyAll = 0.9;

    private readonly TableColumnReader _reader = new(path, isComma, ColumnScaling.Ranks, MissingValues.Impute);

    /// <summary>The column.</summary>
    /// <param name="name">Its heading.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="isOfWords">Whether it holds categories, whatever they look like.</param>
    /// <exception cref="InvalidDataFormatException">There is nothing in it, it is nearly of numbers, or each row has a text of its own.</exception>
    public RowColumn Of(string name, IReadOnlyList<string> fields, bool isOfWords)
    {
        List<string> present = [.. fields.Where(field => !MissingField.Is(field))];
        var mark = fields.Where(MissingField.Is).GroupBy(field => field).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault("");
        if (present.Count == 0) throw new InvalidDataFormatException($"'{path}' has nothing in column '{FieldText.Shown(name)}'; leave it out.");
        if (!isOfWords)
        {
            if (Identifier(name, fields, present) is { } identifier) return identifier;
            if (DateColumn.Of(name, mark, present) is { } dates) return dates;
        }

        if (_reader.Read(name, fields, isOfWords).Column is CategoricalColumn words)
        {
            return !isOfWords && present.Count > 2 * FewRows && words.Words.Count > NearlyAll * present.Count
                ? throw new InvalidDataFormatException($"'{path}' has a text of its own for nearly every row in column '{FieldText.Shown(name)}' ('{FieldText.Shown(present[0])}', '{FieldText.Shown(present[1])}' ...): it tells who a row is, and there is nothing to learn from it; leave it out.")
                : words.Words.Count > MostWords ? throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has {words.Words.Count} categories in column '{FieldText.Shown(name)}', and at most {MostWords} can be learnt: leave it out, or join some of them."))
                : new WordColumn(name, mark, words.Words);
        }

        var numbers = NumberColumn.Of(name, mark, present, isComma);
        var texts = present.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return texts.Length == 2 && present.Count >= FewRows ? new WordColumn(name, mark, ValueList.From(texts)) : numbers;
    }

    // Numbers that count the rows, or P001, P002: each once, and none missing.
    private static IdentifierColumn? Identifier(string name, IReadOnlyList<string> fields, List<string> present)
    {
        if (present.Count < fields.Count || present.Count < FewRows) return null;
        var parts = present.Select(field => Numbered().Match(field)).ToList();
        if (!parts.TrueForAll(part => part.Success && part.Groups[1].Value == parts[0].Groups[1].Value && part.Groups[2].Length <= 15)) return null;
        var numbers = parts.Select(part => long.Parse(part.Groups[2].Value, CultureInfo.InvariantCulture)).ToList();
        if (numbers.Distinct().Count() < numbers.Count) return null;
        var prefix = parts[0].Groups[1].Value;
        var counts = numbers[0] is 0 or 1 && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second == pair.First + 1);
        var isCode = prefix.Any(char.IsLetter) || present.Any(field => field.Length > 1 && field[0] == '0');
        if (!counts && !isCode && !(prefix.Length == 0 && Naming().IsMatch(name))) return null;
        return new(name, prefix, isCode ? parts.Min(part => part.Groups[2].Length) : 1, numbers.Max() + 1);
    }

    [GeneratedRegex(@"^([^0-9]*)([0-9]+)\z")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(^|[ _.-])(id|key|no|nr|number|index|row|code)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Naming();
}
