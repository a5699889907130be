namespace NtkGan.Data;

/// <summary>What is done with the empty fields of a table.</summary>
public enum MissingValues
{
    /// <summary>The table is refused.</summary>
    Refuse,

    /// <summary>The mean of the column's other numbers, or its most frequent word (the first in alphabetical order of several), stands in.</summary>
    Impute,
}
