using System.Globalization;
using NtkGan.Numerics;
using NtkGan.Tables.Judging;

namespace NtkGan.Tables;

/// <summary>What synthetic rows are worth: the model fitted anew on a part of the rows, its settings chosen within that part, and judged on the others, beside a Gaussian copula and a bootstrap.</summary>
/// <param name="Rows">Real rows.</param>
/// <param name="Unseen">Real rows that judged, of all divisions together.</param>
/// <param name="Divisions">How many times the rows were divided.</param>
/// <param name="Target">The column that models were trained to tell, or null.</param>
/// <param name="TargetIsClass">Whether it holds categories, so that use is the share right, else R^2.</param>
/// <param name="Ours">The scores of our model.</param>
/// <param name="Copula">Those of a Gaussian copula, fitted to each class by itself.</param>
/// <param name="Bootstrap">Those of real rows drawn again.</param>
/// <param name="WantedCopyRatio">The copy ratio that was asked for.</param>
/// <param name="Privacy">The budget of differential privacy, or null.</param>
public sealed record TableReport(int Rows, int Unseen, int Divisions, string? Target, bool TargetIsClass, TableScores Ours, TableScores Copula, TableScores Bootstrap, double WantedCopyRatio, Privacy? Privacy)
{
    private const int WantedUnseen = 300, MostDivisions = 4;

    /// <summary>How many times a table of so many rows is divided.</summary>
    public static int DivisionsOf(int rows) => Math.Clamp(WantedUnseen / Math.Max(1, rows), 1, MostDivisions);

    /// <summary>Judges a synthesizer on a table.</summary>
    /// <param name="synthesizer">The synthesizer.</param>
    /// <param name="table">The rows, at least fourteen.</param>
    /// <param name="privacy">The budget of differential privacy, if the rows are made under one.</param>
    /// <param name="progress">Told after each part of <see cref="TableSynthesizer.Parts"/> in each division.</param>
    /// <exception cref="UsageException">As for <see cref="TableSynthesizer.Fit"/>.</exception>
    /// <exception cref="InvalidDataFormatException">There are too few rows to set some aside, or one breaks a constraint.</exception>
    public static TableReport Of(TableSynthesizer synthesizer, RowTable table, Privacy? privacy = null, Action? progress = null)
    {
        const int fewest = 14;
        if (table.Rows < fewest) throw new InvalidDataFormatException(FormattableString.Invariant($"{table.Rows} rows are too few to set some aside and judge by them: at least {fewest} are needed."));
        var (divisions, count) = (DivisionsOf(table.Rows), Math.Max(4, table.Rows / 4));
        var place = synthesizer.ClassOf(table) ?? Enumerable.Range(0, table.Columns.Count).LastOrDefault(j => table.Columns[j] is QuantityColumn, -1);
        List<(TableScores Ours, TableScores Copula, TableScores Bootstrap)> scores = [];
        for (var division = 0; division < divisions; division++)
        {
            var order = CounterRandom.For(synthesizer.Seed, "set aside", (ulong)division).NextPermutation(table.Rows);
            RowTable unseen = table.Take(order.AsSpan(0, count)), known = table.Take(order.AsSpan(count));
            TableScores Score(RowTable made) => TableScores.Of(made, known, unseen, place, synthesizer.Seed);
            // Under privacy a row may break a constraint: baselines, which are nobody's but the reader's, then go without.
            var judge = privacy is null ? synthesizer : synthesizer with { Constraints = [] };
            var (baseline, classColumn) = (judge.Freed(known), judge.ClassOf(known));
            RowTable Baseline(RowModel model, string purpose) => judge.Bound(model.Table(baseline, known.Rows, CounterRandom.For(synthesizer.Seed, purpose, (ulong)division)), known);
            var ours = privacy is null ? synthesizer.Fit(known, progress).Sample(known.Rows) : synthesizer.Private(known, privacy, known.Rows, synthesizer.Seed + (ulong)division);
            scores.Add((Score(ours), Score(Baseline(new GaussianCopula(baseline, classColumn), "copula")), Score(Baseline(new Bootstrap(baseline), "bootstrap"))));
        }

        return new(table.Rows, count * divisions, divisions, place < 0 ? null : table.Columns[place].Name, place >= 0 && table.Columns[place] is WordColumn,
            TableScores.Mean([.. scores.Select(one => one.Ours)]), TableScores.Mean([.. scores.Select(one => one.Copula)]), TableScores.Mean([.. scores.Select(one => one.Bootstrap)]), synthesizer.CopyRatio, privacy);
    }

    /// <summary>The numbers: what each means and its values for our model, the copula and the bootstrap.</summary>
    public IReadOnlyList<(string Meaning, string Ours, string Copula, string Bootstrap)> Numbers
    {
        get
        {
            List<(string, string, string, string)> rows = [];
            void Add(string meaning, Func<TableScores, double> part) => rows.Add((meaning, Text(part(Ours)), Text(part(Copula)), Text(part(Bootstrap))));
            Add("energy distance to unseen rows (0 is best)", one => one.Energy);
            Add("shapes of columns, mean distance (0 is best)", one => one.Shapes);
            Add("shape of the worst column", one => one.WorstShape);
            Add("pairs of columns, mean difference of correlations (0 is best)", one => one.Pairs);
            Add("told from real rows by logistic regression, AUC (0.5 is best)", one => one.DetectionLinear);
            Add("told from real rows by a kernel classifier, AUC (0.5 is best)", one => one.DetectionKernel);
            Add("copy ratio (1 as new as real rows, 0 copies)", one => one.CopyRatio);
            Add("rows that are real rows, share", one => one.Copies);
            Add("who took part, told by an attacker, AUC (0.5 is best)", one => one.Membership);
            if (Target is null) return rows;
            var score = TargetIsClass ? "share right" : "R^2";
            Add($"telling '{Data.FieldText.Shown(Target)}', trained on real rows, {score}", one => one.UseReal);
            Add($"telling '{Data.FieldText.Shown(Target)}', trained on these rows, {score}", one => one.UseSynthetic);
            Add($"telling '{Data.FieldText.Shown(Target)}', trained on both, {score}", one => one.UseBoth);
            return rows;
        }
    }

    /// <summary>The verdict, a sentence each.</summary>
    public IReadOnlyList<string> Verdict => [.. TableVerdict.Of(this)];

    internal static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);
}
