namespace NtkGan.Experiments.Distribution;

/// <summary>What processes tell each other: a text and arrays of numbers.</summary>
/// <param name="Text">The text.</param>
/// <param name="Numbers">The arrays.</param>
internal sealed record Parcel(string Text, params double[][] Numbers)
{
    /// <summary>Bytes on the way.</summary>
    public long Bytes => Text.Length + sizeof(double) * Numbers.Sum(array => (long)array.Length);
}
