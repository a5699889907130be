namespace NtkGan.Data;

/// <summary>What stands before the decimals of a number.</summary>
public enum DecimalSign
{
    /// <summary>A comma where semicolons separate the fields and no number has a point; else a point, and numbers with commas are refused.</summary>
    Automatic,

    /// <summary>A point.</summary>
    Point,

    /// <summary>A comma.</summary>
    Comma,
}
