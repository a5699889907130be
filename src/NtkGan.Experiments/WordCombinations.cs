using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments;

/// <summary>Words of a command in which a word with commas, such as <c>ipm,lsgan</c>, stands for one experiment with each of its parts, so that several such words make all
/// combinations, the last word varying fastest.</summary>
/// <param name="All">The combinations.</param>
/// <param name="Varying">The words that have several parts: which of a combination's words they are, and how many parts.</param>
internal sealed record WordCombinations(IReadOnlyList<IReadOnlyList<string>> All, IReadOnlyList<(int Word, int Parts)> Varying)
{
    /// <summary>The combinations of some words.</summary>
    /// <param name="words">Presets and files with commas between, and key=value settings, which have none.</param>
    /// <param name="most">As many at most.</param>
    /// <param name="noun">What they are counted as.</param>
    /// <exception cref="UsageException">A word names nothing, or there are too many.</exception>
    public static WordCombinations Of(IReadOnlyList<string> words, int most, string noun)
    {
        IReadOnlyList<IReadOnlyList<string>> combinations = [[]];
        var varying = new List<(int, int)>();
        foreach (var word in words)
        {
            var alternatives = Overrides.IsOverride(word) ? [word] : word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (alternatives.Length == 0) throw new UsageException($"'{word}' names nothing: write presets or files with commas between them, such as ipm,lsgan.");
            if (alternatives.Length > 1) varying.Add((combinations[0].Count, alternatives.Length));
            if ((long)combinations.Count * alternatives.Length > most)
                throw new UsageException(FormattableString.Invariant($"These words make too many combinations: at most {most} {noun} go together, so name fewer parts between commas."));
            combinations = [.. combinations.SelectMany(begun => alternatives.Select(alternative => (IReadOnlyList<string>)[.. begun, alternative]))];
        }

        return new(combinations, varying);
    }
}
