namespace NtkGan.Data;

/// <summary>What stands in a table where there is nothing.</summary>
internal static class MissingField
{
    private static readonly HashSet<string> Marks = new(["", "NA", "N/A", "#N/A", "NaN", "null", "?"], StringComparer.OrdinalIgnoreCase);

    /// <summary>True if a field holds nothing.</summary>
    public static bool Is(string field) => Marks.Contains(field);
}
