using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Tables;

namespace NtkGan.Cli;

/// <summary>A synthesised table as JSON.</summary>
internal sealed record SynthesisedTable(string Table, string? Report, int Rows, TableSettings? Settings, TableReport? Scores, IReadOnlyList<string>? Verdict);

/// <summary>What is said about a table and its synthesis.</summary>
internal static class TableWords
{
    private const int MostColumns = 40;

    /// <summary>What the columns were read as.</summary>
    public static IEnumerable<string> Columns(RowTable table, string? classColumn)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"table of {table.Rows} rows, {table.Columns.Count} column{(table.Columns.Count == 1 ? "" : "s")}:");
        for (var j = 0; j < Math.Min(table.Columns.Count, MostColumns); j++)
        {
            var missing = Enumerable.Range(0, table.Rows).Count(i => double.IsNaN(table.Values[i, j]));
            var gaps = missing > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {missing} missing, and so they will be") : "";
            yield return PrintableText.Line($"  {table.Columns[j].Name}: {table.Columns[j].Description}{gaps}{(table.Columns[j].Name == classColumn ? "; the class" : "")}");
        }

        if (table.Columns.Count > MostColumns) yield return string.Create(CultureInfo.InvariantCulture, $"  ... and {table.Columns.Count - MostColumns} more");
    }

    /// <summary>The report as text.</summary>
    public static IEnumerable<string> Report(string source, RowTable table, TableSynthesizer synthesizer, FittedTable? fitted, TableReport? scores)
    {
        yield return $"Synthetic rows like those of {PrintableText.Line(source)}";
        yield return "";
        foreach (var line in Columns(table, synthesizer.ClassName(table))) yield return line;
        foreach (var constraint in synthesizer.Constraints) yield return PrintableText.Line($"  every row: {constraint}");
        yield return "";
        if (fitted is not null)
        {
            var chosen = fitted.Settings;
            yield return string.Create(CultureInfo.InvariantCulture, $"chosen on held-out rows: smoothing {chosen.Smoothing}, at least {chosen.Apart} of the real rows' own distances apart; there copy ratio {TableReport.Text(chosen.CopyRatio)}, energy distance {TableReport.Text(chosen.Energy)}, detection {TableReport.Text(chosen.Detection)}");
            yield return "";
        }

        if (scores is null) yield break;
        foreach (var sentence in scores.Verdict) yield return PrintableText.Line(sentence);
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{"",-72}{"these rows",12}{"copula",12}{"bootstrap",12}");
        foreach (var (meaning, ours, copula, bootstrap) in scores.Numbers) yield return string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Line(meaning),-72}{ours,12}{copula,12}{bootstrap,12}");
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"Judged on {scores.Unseen} real rows ({scores.Divisions} division{(scores.Divisions == 1 ? "" : "s")}) that took no part in fitting or choosing; the file's rows come from all {scores.Rows} rows. Copula and bootstrap are baselines fitted on the same rows.");
    }
}
