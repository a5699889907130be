namespace NtkGan;

/// <summary>"Did you mean": the nearest known word to a mistyped one.</summary>
internal static class Suggestion
{
    private const int MostListed = 30, Listed = 8, LongestWord = 100;

    /// <summary>A sentence that offers the nearest candidate if it is near (edit distance at most a third of its length, at
    /// least 1), or else lists the candidates, of more than 30 the nearest eight; starts with a space. Empty if there are none.
    /// Of a very long word the first 100 characters count.</summary>
    public static string For(string word, IEnumerable<string> candidates)
    {
        var begun = word.Length > LongestWord ? word[..LongestWord] : word;
        var all = candidates.Distinct().Order(StringComparer.Ordinal).Select(candidate => (Name: candidate, Distance: Distance(begun, candidate))).ToList();
        if (all.Count == 0) return "";
        var nearest = all.MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(1, nearest.Name.Length / 3) ? $" Did you mean '{nearest.Name}'?"
            : all.Count <= MostListed ? $" Known: {string.Join(", ", all.Select(candidate => candidate.Name))}."
            : FormattableString.Invariant($" The nearest of {all.Count}: {string.Join(", ", all.OrderBy(candidate => candidate.Distance).Take(Listed).Select(candidate => candidate.Name))}.");
    }

    /// <summary>Edits (insert, delete, replace, swap neighbours) that turn one word into the other, letter case ignored.</summary>
    public static int Distance(string first, string second)
    {
        var (a, b) = (first.ToLowerInvariant(), second.ToLowerInvariant());
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }

        return cost[a.Length, b.Length];
    }
}
