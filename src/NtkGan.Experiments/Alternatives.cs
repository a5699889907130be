using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments;

/// <summary>Words of which some stand for several: <c>ipm,lsgan</c> for one experiment with each.</summary>
internal static class Alternatives
{
    /// <summary>The lists of words, one for each combination, those of the last word next to each other.</summary>
    /// <param name="words">Presets, files and key=value settings; commas within a setting are its own.</param>
    /// <param name="most">How many runs there may be.</param>
    /// <param name="each">Runs of each list.</param>
    /// <exception cref="UsageException">A word names nothing, or there would be more runs.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> words, int most, int each = 1)
    {
        IReadOnlyList<IReadOnlyList<string>> combinations = [[]];
        var count = (long)each;
        foreach (var word in words)
        {
            var alternatives = Overrides.IsOverride(word) ? [word] : word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (alternatives.Length == 0) throw new UsageException($"'{word}' names nothing: write presets or files with commas between them, such as ipm,lsgan.");
            count *= alternatives.Length;
            if (count > most) throw new UsageException(FormattableString.Invariant($"A comparison has at most {most} runs, and this one would have {count} or more: take fewer seeds or parts."));
            combinations = [.. combinations.SelectMany(begun => alternatives.Select(alternative => (IReadOnlyList<string>)[.. begun, alternative]))];
        }

        return combinations;
    }
}
