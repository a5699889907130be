namespace NtkGan.Tables;

/// <summary>A column that numbers the rows: it stands for no property of theirs, takes no part, and is made anew, counting on from the greatest number.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Prefix">What stands before every number.</param>
/// <param name="Digits">The least number of digits.</param>
/// <param name="Next">The first new number.</param>
public sealed record IdentifierColumn(string Name, string Prefix, int Digits, long Next) : RowColumn(Name, "")
{
    /// <inheritdoc/>
    public override string Description => $"identifiers, made anew from {Text(0)}";

    /// <inheritdoc/>
    internal override double Parse(string field) => 0;

    /// <summary>The identifier of a new row.</summary>
    internal override string Text(double value) => Prefix + (Next + (long)value).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(Digits, '0');
}
