using System.Globalization;
using System.Text;
using NtkGan.Data.Files;

namespace NtkGan.Experiments;

/// <summary>What the runs of a comparison came to: for each experiment the mean and the standard deviation of its metrics over the seeds.</summary>
/// <param name="Columns">The names of the metrics, of all experiments, in order of appearance.</param>
/// <param name="Rows">One row for each experiment.</param>
public sealed record ComparisonTable(ValueList<string> Columns, ValueList<ComparisonRow> Rows)
{
    /// <summary>Gathers results; experiments keep the order of their first run.</summary>
    public static ComparisonTable Of(IReadOnlyList<(string Name, RunResult Result)> results)
    {
        string[] columns = [.. results.SelectMany(run => run.Result.Metrics.Keys).Distinct()];
        return new(columns, [.. results.GroupBy(run => run.Name).Select(group => RowOf(group.Key, [.. group.Select(run => run.Result)], columns))]);
    }

    /// <summary>The table as CSV, all digits: name, runs, diverged, then mean and deviation of each metric; empty where unavailable.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', ["name", "runs", "diverged", .. Columns.SelectMany(column => new[] { $"{column}_mean", $"{column}_deviation" })]).Append('\n');
        foreach (var row in Rows)
        {
            string[] cells = [row.Name, Text(row.Runs), Text(row.Diverged), .. row.Metrics.SelectMany(metric => new[] { Text(metric?.Mean), Text(metric?.Deviation) })];
            text.AppendJoin(',', cells).Append('\n');
        }

        return text.ToString();

        static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Writes the table as CSV.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(ToCsv())));

    private static ComparisonRow RowOf(string name, IReadOnlyList<RunResult> results, IReadOnlyList<string> columns)
    {
        var whole = results.Where(result => result.Status != RunStatus.Diverged).ToList();
        MeanAndDeviation? Over(string column)
        {
            double[] values = [.. whole.Select(result => result.Metrics.GetValueOrDefault(column)).OfType<double>()];
            if (values.Length == 0) return null;
            var mean = values.Average();
            return new(mean, values.Length == 1 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
        }

        return new(name, results.Count, results.Count - whole.Count, [.. columns.Select(Over)]);
    }
}

/// <summary>One experiment of a comparison.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="Diverged">How many of them diverged; their metrics are left out.</param>
/// <param name="Metrics">One entry for each column; null where no run has the metric.</param>
public sealed record ComparisonRow(string Name, int Runs, int Diverged, ValueList<MeanAndDeviation?> Metrics);

/// <summary>A mean over runs.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of a run (divided by the number less 1); null for one run.</param>
public sealed record MeanAndDeviation(double Mean, double? Deviation);
