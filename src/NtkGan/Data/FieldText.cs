namespace NtkGan.Data;

/// <summary>Fields of a file in messages.</summary>
internal static class FieldText
{
    private const int Longest = 30;

    /// <summary>The field, or its beginning, without what moves a terminal's cursor.</summary>
    public static string Shown(string field)
    {
        var excerpt = field.Length <= Longest ? field : string.Concat(field.AsSpan(0, Longest), "...");
        return string.Concat(excerpt.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
    }
}
