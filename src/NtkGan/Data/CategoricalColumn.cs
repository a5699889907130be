namespace NtkGan.Data;

/// <summary>A column of words: a coordinate for each, 1 for the word of the row and 0 for the others, less its share of the rows, so that the mean is 0. Back to
/// a word it is the largest once the shares are added again, the first of several.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Words">The words, in ordinal order; at least one.</param>
/// <param name="Shares">The share of the rows of each word.</param>
public sealed record CategoricalColumn(string Name, ValueList<string> Words, ValueList<double> Shares) : TableColumn(Name)
{
    private const int Shown = 6;

    private static readonly Deferred<CategoricalColumn, Dictionary<string, int>> Places = new(column => column.Words.Select((word, place) => (word, place)).ToDictionary(pair => pair.word, pair => pair.place));

    /// <inheritdoc/>
    public override int Width => Words.Count;

    /// <inheritdoc/>
    public override string Description =>
        FormattableString.Invariant($"{Words.Count} word{(Words.Count == 1 ? "" : "s")} ({string.Join(", ", Words.Take(Shown).Select(FieldText.Shown))}{(Words.Count > Shown ? ", ..." : "")})");

    internal override IEnumerable<(double Lower, double Upper)> Bounds => Shares.Select(share => (-share, 1 - share));

    internal override void Encode(string field, Span<double> coordinates)
    {
        for (var j = 0; j < coordinates.Length; j++) coordinates[j] = -Shares[j];
        var place = Places.Of(this)[field];
        coordinates[place] = 1 - Shares[place];
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<double> coordinates)
    {
        var largest = 0;
        for (var j = 1; j < Words.Count; j++)
            if (coordinates[j] + Shares[j] > coordinates[largest] + Shares[largest]) largest = j;
        return Words[largest];
    }
}
