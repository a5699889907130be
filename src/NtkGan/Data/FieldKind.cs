using System.Text.RegularExpressions;

namespace NtkGan.Data;

/// <summary>What a field of a table is, or nearly is.</summary>
internal enum FieldKind
{
    /// <summary>A word.</summary>
    Word,

    /// <summary>A finite number with a decimal point, or a whole one.</summary>
    Number,

    /// <summary>Digits that are no quantity: a zero leads, or there are more than a double keeps.</summary>
    Code,

    /// <summary>A number with a decimal comma.</summary>
    DecimalComma,

    /// <summary>A number with separators between its thousands.</summary>
    Grouped,

    /// <summary>An infinite number.</summary>
    Infinite,

    /// <summary>A date or a time of day.</summary>
    Date,

    /// <summary>A number with a unit, a currency or a sign before or after it.</summary>
    Unit,

    /// <summary>Several numbers with blanks or bars between.</summary>
    SeveralNumbers,

    /// <summary>Two numbers with a slash between: a fraction, or two measurements in one.</summary>
    Quotient,

    /// <summary>A number with its uncertainty.</summary>
    Uncertain,

    /// <summary>A number with an exponent of ten that is not written with an e.</summary>
    Exponent,

    /// <summary>A number in other digits than 0 to 9, or with another minus than a hyphen.</summary>
    OtherDigits,
}

/// <summary>Tells what a field of a table is.</summary>
internal static partial class FieldKinds
{
    private const int ExactDigits = 15;

    /// <summary>The kind of a field that is not missing.</summary>
    /// <param name="field">The field.</param>
    /// <param name="comma">Whether numbers have decimal commas, so that a point is none.</param>
    public static FieldKind Of(string field, bool comma = false) =>
        OtherNumber().IsMatch(field) ? FieldKind.OtherDigits
        : !field.AsSpan().ContainsAnyInRange('0', '9') ? Infinity().IsMatch(field) ? FieldKind.Infinite : FieldKind.Word
        : Digits().IsMatch(field) ? (field[0] == '0' && field.Length > 1) || field.Length > ExactDigits ? FieldKind.Code : FieldKind.Number
        : CommaNumber().IsMatch(field) ? FieldKind.DecimalComma
        : NumericColumn.Parse(field) is not null ? comma && field.Contains('.', StringComparison.Ordinal) ? FieldKind.Grouped : FieldKind.Number
        : Overflowing().IsMatch(field) ? FieldKind.Infinite
        : GroupedNumber().IsMatch(field) ? FieldKind.Grouped
        : Date().IsMatch(field) || NamedDate().IsMatch(field) || Time().IsMatch(field) ? FieldKind.Date
        : Exponent().IsMatch(field) ? FieldKind.Exponent
        : Uncertainty().IsMatch(field) ? FieldKind.Uncertain
        : Quotient().IsMatch(field) ? FieldKind.Quotient
        : Numbers().IsMatch(field) ? FieldKind.SeveralNumbers
        : WithUnit().IsMatch(field) ? FieldKind.Unit
        : FieldKind.Word;

    /// <summary>A number with a unit in its parts.</summary>
    public static (string Number, string Unit) Parts(string field)
    {
        var number = Number().Match(field);
        return (number.Value, field.Remove(number.Index, number.Length));
    }

    [GeneratedRegex(@"^[+-]?(inf|infinity)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Infinity();

    [GeneratedRegex(@"^[+-]?[0-9.]+e[+-]?[0-9]+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Overflowing();

    [GeneratedRegex(@"^[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[+-]?[0-9]*,[0-9]+(e[+-]?[0-9]+)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CommaNumber();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([ .,'\u2019_\u00a0\u202f][0-9]{3})+([.,][0-9]+)?\z")]
    private static partial Regex GroupedNumber();

    [GeneratedRegex(@"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2}))([T ,].*)?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"^([0-9]{1,2}[ .-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]*[0-9]{2,4}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]+[0-9]{1,2}(,? *[0-9]{4})?)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedDate();

    [GeneratedRegex(@"^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([ap]\.?m\.?)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^[+-]?[0-9][0-9.e+-]*([ |]+[+-]?[0-9][0-9.e+-]*)+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(?=.*[^\x00-\x7f])[-+\u2212\u2013]?[\p{Nd}.,\u066b\u066c]*\p{Nd}\z")]
    private static partial Regex OtherNumber();

    [GeneratedRegex(@"^[+-]?([0-9]*[.,][0-9]+d[+-]?[0-9]+|[0-9]+d[+-][0-9]+|[0-9]*[.,]?[0-9]+ ?[*x\u00d7\u00b7] ?10((\^|\*\*) ?[({]?[-+\u2212]?[0-9]+[)}]?|\u207b?[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+))\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^[+-]?[0-9]*[.,]?[0-9]+( ?(\u00b1|\+/?-) ?[0-9]*[.,]?[0-9]+|\([0-9]+\))\z")]
    private static partial Regex Uncertainty();

    [GeneratedRegex(@"^[+-]?[0-9]*[.,]?[0-9]+ ?/ ?[0-9]*[.,]?[0-9]+\z")]
    private static partial Regex Quotient();

    [GeneratedRegex(@"^[^0-9A-Za-z]{0,3}([A-Z]{2,3} )?[0-9][0-9.,']* ?[^0-9]{0,12}\z")]
    private static partial Regex WithUnit();

    [GeneratedRegex(@"[0-9][0-9.,']*")]
    private static partial Regex Number();
}
