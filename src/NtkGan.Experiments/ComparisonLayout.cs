using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Where the curves of many experiments stand: the word with the most parts, among equals the first, makes the curves of a panel, and the others the panels, those of the last word in
/// a row.</summary>
internal sealed class ComparisonLayout
{
    private const int LongestRow = 4, MostPanels = 24;

    private readonly CurvePlace[]? _places;
    private readonly int? _columns;

    /// <summary>The places of all combinations; none where a single word varies, or there would be more than 24 panels for each metric.</summary>
    /// <param name="combinations">The words.</param>
    /// <param name="seeds">Runs of each.</param>
    public ComparisonLayout(WordCombinations combinations, int seeds)
    {
        if (combinations.Varying.Count < 2) return;
        var (curve, parts) = combinations.Varying.MaxBy(varying => varying.Parts);
        if (combinations.All.Count / parts > MostPanels) return;
        var panels = combinations.Varying.Where(varying => varying.Word != curve).ToList();
        _columns = panels[^1].Parts <= LongestRow ? panels[^1].Parts : null;
        _places = [.. combinations.All.SelectMany(words =>
            Enumerable.Repeat(new CurvePlace(string.Join(", ", panels.Select(panel => Composition.NameOf(words[panel.Word]))), Composition.NameOf(words[curve])), seeds))];
    }

    /// <summary>What some of the runs measured, to be drawn.</summary>
    /// <param name="title">The title.</param>
    /// <param name="measured">The runs by their numbers, and their tables.</param>
    public MetricRuns Arrange(string title, IReadOnlyList<(int Run, MetricTable Table)> measured) =>
        new(title, [.. measured.Select(one => one.Table)], _places is null ? null : [.. measured.Select(one => _places[one.Run])], _columns);
}
