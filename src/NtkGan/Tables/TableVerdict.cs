namespace NtkGan.Tables;

/// <summary>What the numbers of a report mean for a person who wants to use the rows.</summary>
internal static class TableVerdict
{
    private const int FewRows = 60;
    private const double Told = 0.65, Attacked = 0.65, Explained = 0.05;

    /// <summary>The sentences, the most important first.</summary>
    public static IEnumerable<string> Of(TableReport report)
    {
        var ours = report.Ours;
        yield return Nearness(report);
        if (ours.Copies > ours.RealCopies + .02)
            yield return FormattableString.Invariant($"{ours.Copies:P0} of the rows stand in the table, where {ours.RealCopies:P0} of unseen real rows do.");
        yield return ours.Detection switch
        {
            <= .55 => "A classifier cannot tell these rows from real ones.",
            <= Told => FormattableString.Invariant($"A classifier tells these rows from real ones now and then (AUC {ours.Detection:F2}, the copula's {report.Copula.Detection:F2})."),
            _ => FormattableString.Invariant($"A classifier tells these rows from real ones (AUC {ours.Detection:F2}, the copula's {report.Copula.Detection:F2}): do not take them for a sample of the same source."),
        };
        if (Use(report) is { } use) yield return use;
        yield return Augmentation(report);
        yield return Baseline(report);
        if (report.Privacy is { } privacy)
            yield return FormattableString.Invariant($"The rows are differentially private, epsilon {privacy.Epsilon:G3}, delta {privacy.Delta:G2}. This report is not: it compares with the real rows, so keep it to yourself.");
        if (report.Rows < FewRows)
            yield return FormattableString.Invariant($"There are {report.Rows} rows, so few that all these numbers may be off by half of themselves.");
    }

    private static string Nearness(TableReport report)
    {
        var (ours, ratio) = (report.Ours, report.Ours.CopyRatio);
        var attack = double.IsNaN(ours.Membership) ? "" : FormattableString.Invariant($" Who took part is told with AUC {ours.Membership:F2}{(ours.Membership > Attacked ? ": do not publish these rows where that is a secret" : "")}.");
        return (double.IsNaN(ratio) ? "Half of the unseen real rows stand in the table already, so that copying cannot be measured by distances."
            : ratio < report.WantedCopyRatio ? FormattableString.Invariant($"Do not publish this: the rows lie nearer to the real ones than unseen real rows do (copy ratio {ratio:F2}, wanted {report.WantedCopyRatio:F2}).")
            : FormattableString.Invariant($"The rows are no copies (copy ratio {ratio:F2}, 1 for rows as new as unseen real ones).")) + attack;
    }

    private static string? Use(TableReport report)
    {
        var ours = report.Ours;
        if (report.Target is null || double.IsNaN(ours.UseReal) || double.IsNaN(ours.UseSynthetic)) return null;
        if (IsHopeless(report)) return $"Not even real rows tell '{report.Target}' better than chance, so that the use of these for learning cannot be judged.";
        var loss = ours.UseReal - ours.UseSynthetic;
        var words = report.TargetIsClass ? FormattableString.Invariant($"{ours.UseSynthetic:P0} right, trained on real rows {ours.UseReal:P0}") : FormattableString.Invariant($"R^2 {ours.UseSynthetic:F2}, trained on real rows {ours.UseReal:F2}");
        return loss <= Noise(report) ? $"A model trained on these rows instead of the real ones is as good ('{report.Target}': {words})."
            : $"A model trained on these rows instead of the real ones is worse ('{report.Target}': {words}).";
    }

    private static string Augmentation(TableReport report)
    {
        var ours = report.Ours;
        if (report.Target is null || double.IsNaN(ours.UseBoth) || double.IsNaN(ours.UseReal) || IsHopeless(report)) return "Do not augment with this: nothing says that it helps.";
        var words = report.TargetIsClass ? FormattableString.Invariant($"with real and synthetic rows together {ours.UseBoth:P0} right, with the real ones alone {ours.UseReal:P0}") : FormattableString.Invariant($"with real and synthetic rows together R^2 {ours.UseBoth:F2}, with the real ones alone {ours.UseReal:F2}");
        return ours.UseBoth > ours.UseReal + 2 * Noise(report) ? $"Augmenting may help: {words}. Test it on rows of your own that took no part here."
            : $"Do not augment with this: {words}; synthetic rows hold nothing that the real ones do not.";
    }

    private static string Baseline(TableReport report)
    {
        var (ours, copula) = (report.Ours, report.Copula);
        (string Name, bool IsBetter)[] points = [("energy distance", ours.Energy < copula.Energy), ("detection", ours.Detection <= copula.Detection), ("pairs of columns", ours.Pairs <= copula.Pairs)];
        var better = points.Where(point => point.IsBetter).Select(point => point.Name).ToList();
        return better.Count == points.Length ? "In energy distance, detection and pairs of columns these rows are at least as good as those of a Gaussian copula."
            : better.Count == 0 ? "A Gaussian copula does better in energy distance, detection and pairs of columns: take a copula."
            : $"These rows are better than a Gaussian copula's in {string.Join(" and ", better)}, not in {string.Join(" and ", points.Where(point => !point.IsBetter).Select(point => point.Name))}.";
    }

    private static bool IsHopeless(TableReport report) => report.Ours.UseReal <= report.Ours.UseChance + (report.TargetIsClass ? Noise(report) : 0);

    // The standard error of a share; for R^2 what nobody would miss.
    private static double Noise(TableReport report) => report.TargetIsClass ? Math.Sqrt(Math.Max(report.Ours.UseReal * (1 - report.Ours.UseReal), .01) / report.Unseen) : Explained;
}
