using System.Globalization;
using System.Text;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The table <c>metrics.csv</c> of a run: a header, then one row for each recorded step, <c>step</c> and <c>time</c> first; numbers in the shortest
/// form that reads back to the same double, an empty cell where a metric is unavailable. Rows reach the disk one by one.</summary>
public sealed class MetricsTable : IDisposable
{
    private static readonly string[] Clocks = ["step", "time"];

    private readonly FileStream _file;
    private readonly IReadOnlyList<string> _columns;
    private readonly List<IReadOnlyList<double>> _rows = [];

    /// <summary>Opens a table, keeps its rows before a step and goes on from there.</summary>
    /// <param name="path">The file; made if missing.</param>
    /// <param name="columns">The metrics.</param>
    /// <param name="firstStep">Rows of this and later steps are dropped, and so is a last row without an end.</param>
    public MetricsTable(string path, IReadOnlyList<string> columns, long firstStep)
    {
        _columns = columns;
        var text = new StringBuilder(Line(Clocks.Concat(columns)));
        if (firstStep > 0 && File.Exists(path))
            foreach (var row in File.ReadAllText(path).Split('\n')[1..^1].Where(row => StepOf(row) < firstStep))
            {
                text.Append(row).Append('\n');
                _rows.Add(Numbers(row));
            }

        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        Append(text.ToString());
    }

    /// <summary>What a run's file says, to be drawn.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The name of the run.</param>
    public static MetricTable Read(string path, string title)
    {
        var lines = File.ReadAllText(path).Split('\n');
        return new(title, [Clocks[0], .. lines[0].Split(',').Skip(Clocks.Length)], [.. lines[1..^1].Select(Numbers)]);
    }

    /// <summary>What the rows say, to be drawn.</summary>
    public MetricTable Curves => new("", [Clocks[0], .. _columns], _rows);

    /// <summary>Adds a row.</summary>
    public void Add(long step, double time, IReadOnlyList<double?> values)
    {
        var cells = values.Prepend(time).Select(value => value?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        Append(Line(cells.Prepend(step.ToString(CultureInfo.InvariantCulture))));
        _rows.Add([step, .. values.Select(value => value ?? double.NaN)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells) + "\n";

    // Without the time.
    private static IReadOnlyList<double> Numbers(string row) => [.. row.Split(',').Where((_, column) => column != 1).Select(NumberOf)];

    private static long StepOf(string row) =>
        long.TryParse(row.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : long.MaxValue;

    private static double NumberOf(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private void Append(string text)
    {
        _file.Write(Encoding.ASCII.GetBytes(text));
        _file.Flush(flushToDisk: true);
    }
}
