namespace NtkGan.Data;

/// <summary>A column of words: a coordinate for each, 1 for the word of the row and 0 for the others. Back to a word it is the largest, the first of
/// several.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Words">The words, in ordinal order; at least one.</param>
public sealed record CategoricalColumn(string Name, ValueList<string> Words) : TableColumn(Name)
{
    private readonly Deferred<Dictionary<string, int>> _places = new(() => Words.Select((word, place) => (word, place)).ToDictionary(pair => pair.word, pair => pair.place));

    /// <inheritdoc/>
    public override int Width => Words.Count;

    internal override void Encode(string field, Span<double> coordinates) => coordinates[_places.Value[field]] = 1;

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<double> coordinates)
    {
        var largest = 0;
        for (var j = 1; j < Words.Count; j++)
            if (coordinates[j] > coordinates[largest]) largest = j;
        return Words[largest];
    }
}
