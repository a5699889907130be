using NtkGan.Data;

namespace NtkGan.Tables;

/// <summary>A column of categories, yes and no among them: a word is its place in the list.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="MissingMark">What stands where a field is missing.</param>
/// <param name="Words">The words, in ordinal order; at least one.</param>
public sealed record WordColumn(string Name, string MissingMark, ValueList<string> Words) : RowColumn(Name, MissingMark)
{
    private const int Shown = 6;
    private static readonly string[][] Pairs = [["no", "yes"], ["false", "true"], ["n", "y"], ["f", "t"], ["0", "1"], ["nein", "ja"], ["non", "oui"]];

    /// <summary>Whether it answers a question with yes or no.</summary>
    public bool IsYesOrNo => Words.Count == 2 && Pairs.Any(pair => Words.All(word => pair.Contains(word, StringComparer.OrdinalIgnoreCase)));

    /// <inheritdoc/>
    public override string Description => IsYesOrNo ? $"yes or no ({string.Join(", ", Words)})"
        : FormattableString.Invariant($"{Words.Count} categor{(Words.Count == 1 ? "y" : "ies")} ({string.Join(", ", Words.Take(Shown).Select(FieldText.Shown))}{(Words.Count > Shown ? ", ..." : "")})");

    /// <inheritdoc/>
    internal override double Parse(string field)
    {
        if (MissingField.Is(field)) return double.NaN;
        for (var i = 0; i < Words.Count; i++)
            if (Words[i] == field) return i;
        throw Refused(field);
    }

    /// <inheritdoc/>
    internal override string Text(double value) => Words[(int)value];
}
