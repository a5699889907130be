using System.Globalization;
using NtkGan.Data;

namespace NtkGan.Tables;

/// <summary>What everybody may know of a column before a row is seen: its range and digits, or its words. Under differential privacy nothing else of a column is used.</summary>
/// <param name="Name">The column.</param>
/// <param name="Least">The least number; of a column of quantities.</param>
/// <param name="Greatest">The greatest number, above the least.</param>
/// <param name="Decimals">Digits after the decimal point, 0 to 15.</param>
/// <param name="Words">The words, at least two, of a column of categories; then there are no numbers.</param>
public sealed record PublicColumn(string Name, double Least = 0, double Greatest = 0, int Decimals = 0, ValueList<string>? Words = null)
{
    /// <summary>Reads <c>age=0:120</c>, <c>dose=0.00:2.50</c> (as many digits as are written) or <c>team=red|blue</c>.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static PublicColumn Parse(string text)
    {
        var at = text.LastIndexOf('=');
        var (name, rest) = at > 0 ? (text[..at].Trim(), text[(at + 1)..]) : ("", "");
        if (name.Length > 0 && rest.Split('|') is { Length: > 1 } words && words.All(word => word.Length > 0) && words.Distinct(StringComparer.Ordinal).Count() == words.Length)
            return new(name, Words: ValueList.From(words.Order(StringComparer.Ordinal)));
        if (name.Length > 0 && rest.Split(':') is [var low, var high] && NumericColumn.Parse(low) is { } least && NumericColumn.Parse(high) is { } greatest && least < greatest)
            return new(name, least, greatest, Math.Min(15, Math.Max(NumericColumn.DecimalsOf(low), NumericColumn.DecimalsOf(high))));
        throw new UsageException($"The range '{text}' is neither numbers as in 'age=0:120' nor words as in 'team=red|blue'.");
    }

    /// <summary>The column of a table.</summary>
    internal RowColumn Column => Words is { } words ? new WordColumn(Name, "", words)
        : new NumberColumn(Name, "", Least, Greatest, double.Parse(FormattableString.Invariant($"1e-{Decimals}"), CultureInfo.InvariantCulture), null, Decimals, Decimals > 0, false);

    /// <summary>The number of a field: into the range, and where it is missing or none, the middle of the range or the first word.</summary>
    internal double Number(string field, bool isComma) => Words is { } words ? Math.Max(0, words.TakeWhile(word => word != field).Count() is var place && place < words.Count ? place : 0)
        : Math.Clamp(NumericColumn.Parse(isComma ? field.Replace(',', '.') : field) ?? (Least + Greatest) / 2, Least, Greatest);
}
