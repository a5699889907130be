namespace NtkGan.Data;

/// <summary>How the numbers of a column of a table become coordinates.</summary>
public enum ColumnScaling
{
    /// <summary>By their places in ascending order, to a normal distribution: heavy tails become like any other column.</summary>
    Ranks,

    /// <summary>In units of their standard deviation: linear relations between columns stay linear.</summary>
    Linear,
}
