using System.Globalization;
using NtkGan.Data;

namespace NtkGan.Tables;

/// <summary>A column of numbers or of whole numbers, written back in its digits.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="MissingMark">What stands where a field is missing.</param>
/// <param name="Least">The least number.</param>
/// <param name="Greatest">The greatest number.</param>
/// <param name="Step">Numbers are the least plus multiples of this; null for any.</param>
/// <param name="Allowed">The only numbers that occur, where few do and each often; else null.</param>
/// <param name="Decimals">Digits after the decimal sign; null for as many as a double needs.</param>
/// <param name="IsPadded">Whether every number has all those digits, as in 2.50.</param>
/// <param name="HasComma">Whether the decimal sign is a comma.</param>
public sealed record NumberColumn(string Name, string MissingMark, double Least, double Greatest, double? Step, ValueList<double>? Allowed, int? Decimals, bool IsPadded, bool HasComma)
    : QuantityColumn(Name, MissingMark, Least, Greatest, Step, Allowed)
{
    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var digits = Decimals == 0 ? "whole numbers" : "numbers";
            if (Least == Greatest) return $"the number {Text(Least)} throughout";
            if (Allowed is not null) return $"{digits} {string.Join(", ", Allowed.Select(Text))}";
            var steps = Step is { } step && step > 1.5 * Unit ? $", in steps of {NumericColumn.Text(step)}" : "";
            return $"{digits} from {Text(Least)} to {Text(Greatest)}{steps}";
        }
    }

    private double Unit => Decimals is { } decimals ? Math.Pow(10, -decimals) : 0;

    /// <inheritdoc/>
    internal override double Parse(string field) => MissingField.Is(field) ? double.NaN
        : NumericColumn.Parse(HasComma ? field.Replace(',', '.') : field) ?? throw Refused(field);

    /// <inheritdoc/>
    internal override double Settled(double value)
    {
        value = base.Settled(value);
        return Decimals is { } decimals ? Math.Round(value, decimals) + 0.0 : value; // + 0 for -0
    }

    /// <inheritdoc/>
    internal override string Text(double value)
    {
        var text = Decimals is { } decimals && IsPadded ? value.ToString(FormattableString.Invariant($"F{decimals}"), CultureInfo.InvariantCulture) : NumericColumn.Text(value);
        return HasComma ? text.Replace('.', ',') : text;
    }

    /// <summary>A column of fields that are numbers.</summary>
    internal static NumberColumn Of(string name, string mark, IReadOnlyList<string> present, bool hasComma)
    {
        if (hasComma) present = [.. present.Select(field => field.Replace(',', '.'))];
        var column = NumericColumn.Of(name, present, ColumnScaling.Ranks);
        var isPadded = column.Decimals is > 0 and var decimals && present.All(field => !field.Contains('e', StringComparison.OrdinalIgnoreCase) && NumericColumn.DecimalsOf(field) == decimals);
        return new(name, mark, column.Least, column.Greatest, column.Step, FewOf(column.Values), column.Decimals, isPadded, hasComma);
    }
}
