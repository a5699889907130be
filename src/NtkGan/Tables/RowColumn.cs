namespace NtkGan.Tables;

/// <summary>A column of a <see cref="RowTable"/>: what its fields are, and how a field becomes a number and a number a field. A missing field is NaN.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="MissingMark">What stands where a field is missing: nothing, NA, ?.</param>
public abstract record RowColumn(string Name, string MissingMark)
{
    /// <summary>What the column holds, for people: "whole numbers from 20 to 40".</summary>
    public abstract string Description { get; }

    /// <summary>The number that stands for a field, NaN for a missing one.</summary>
    /// <exception cref="InvalidDataFormatException">The field is none of this column.</exception>
    internal abstract double Parse(string field);

    /// <summary>The nearest number that the column can hold: in its digits, steps and range.</summary>
    internal virtual double Settled(double value) => value;

    /// <summary>The field of a number that is settled and not missing.</summary>
    internal abstract string Text(double value);

    /// <summary>Refuses a field.</summary>
    private protected InvalidDataFormatException Refused(string field) => new($"'{Data.FieldText.Shown(field)}' is not among {Description} in column '{Data.FieldText.Shown(Name)}'.");
}

/// <summary>A column whose numbers are quantities: numbers and dates.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="MissingMark">What stands where a field is missing.</param>
/// <param name="Least">The least number.</param>
/// <param name="Greatest">The greatest number.</param>
/// <param name="Step">Numbers are the least plus multiples of this; null for any.</param>
/// <param name="Allowed">The only numbers that occur, ascending, where few do and each often; else null.</param>
public abstract record QuantityColumn(string Name, string MissingMark, double Least, double Greatest, double? Step, ValueList<double>? Allowed) : RowColumn(Name, MissingMark)
{
    private const int MostAllowed = 12, RowsForEach = 5;

    /// <inheritdoc/>
    internal override double Settled(double value)
    {
        if (Allowed is not null) return Allowed.MinBy(allowed => Math.Abs(allowed - value));
        value = Math.Clamp(value, Least, Greatest);
        return Step is { } step ? Math.Clamp(Least + Math.Round((value - Least) / step) * step, Least, Greatest) : value;
    }

    /// <summary>The different numbers, where they are few and each stands there several times: others would be new kinds.</summary>
    internal static ValueList<double>? FewOf(IReadOnlyCollection<double> values)
    {
        var different = values.Distinct().Order().Take(MostAllowed + 1).ToArray();
        return different.Length <= MostAllowed && values.Count >= RowsForEach * different.Length ? ValueList.From(different) : null;
    }
}
