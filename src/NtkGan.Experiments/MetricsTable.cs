using System.Globalization;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The table <c>metrics.csv</c> of a run: a header, then one row for each recorded step, <c>step</c> and <c>time</c> first; numbers in the shortest
/// form that reads back to the same double, an empty cell where a metric is unavailable. Rows reach the disk one by one.</summary>
public sealed class MetricsTable : IDisposable
{
    private static readonly string[] Clocks = ["step", "time"];

    private readonly FileStream _file;
    private readonly IReadOnlyList<string> _columns;
    private readonly List<ValueList<double>> _rows = [];
    private readonly long _firstStep;

    /// <summary>Opens a table, keeps its rows before a step and goes on from there. What is kept is written aside before the old file goes.</summary>
    /// <param name="path">The file; made if missing.</param>
    /// <param name="columns">The metrics.</param>
    /// <param name="firstStep">Rows of this and later steps are dropped, and so is all that is no whole row of this table.</param>
    /// <exception cref="InvalidDataFormatException">The file cannot be read.</exception>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public MetricsTable(string path, IReadOnlyList<string> columns, long firstStep)
    {
        (_columns, _firstStep) = (columns, firstStep);
        var text = new StringBuilder(Line(Clocks.Concat(columns)));
        foreach (var row in firstStep > 0 ? Kept(path, Line(Clocks.Concat(columns)), firstStep) : [])
        {
            text.Append(row).Append('\n');
            _rows.Add(Numbers(row));
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(text.ToString())));
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>What a run's file says, to be drawn; nothing where there is no whole row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The name of the run.</param>
    public static MetricTable Read(string path, string title)
    {
        var lines = File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
        if (lines.Length < 2) return new(title, [Clocks[0]], []);
        var columns = lines[0].Split(',');
        return Drawn(title, columns.Skip(Clocks.Length), [.. lines[1..^1].Where(row => row.Split(',').Length == columns.Length).Select(Numbers)]);
    }

    /// <summary>What the rows say, to be drawn.</summary>
    public MetricTable Curves => Drawn("Metrics against the step", _columns, _rows);

    private static MetricTable Drawn(string title, IEnumerable<string> columns, IReadOnlyList<ValueList<double>> rows)
    {
        var names = columns.Select(column => (Column: column, Words: MetricWords.Named(column))).ToList();
        return new(title, [Clocks[0], .. names.Select(name => name.Words)], [.. rows], [.. names.Where(name => MetricWords.IsShareOrCount(name.Column)).Select(name => name.Words)]);
    }

    /// <summary>How many rows of the steps before the first one were not there to be kept.</summary>
    /// <param name="every">Steps between rows.</param>
    public long Missing(int every)
    {
        if (_firstStep == 0) return 0;
        return (_firstStep - 1) / every + 1 - _rows.Count(row => row[0] < _firstStep && row[0] % every == 0);
    }

    /// <summary>Adds a row.</summary>
    public void Add(long step, double time, IReadOnlyList<double?> values)
    {
        var cells = values.Prepend(time).Select(value => value?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        _file.Write(Encoding.ASCII.GetBytes(Line(cells.Prepend(step.ToString(CultureInfo.InvariantCulture)))));
        _file.Flush(flushToDisk: true);
        _rows.Add([step, .. values.Select(value => value ?? double.NaN)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells) + "\n";

    /// <summary>The rows of earlier steps, in order; none if the file is not a table of these columns.</summary>
    private static List<string> Kept(string path, string header, long firstStep)
    {
        try
        {
            var lines = File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
            var (kept, last) = (new List<string>(), -1L);
            if (lines.Length < 2 || lines[0] + "\n" != header) return kept;
            foreach (var row in lines[1..^1].Where(row => IsRow(row, header.Split(',').Length)))
            {
                if (StepOf(row) <= last || StepOf(row) >= firstStep) continue;
                last = StepOf(row);
                kept.Add(row);
            }

            return kept;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataFormatException($"The table '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsRow(string row, int length)
    {
        var cells = row.Split(',');
        return cells.Length == length && StepOf(row) < long.MaxValue && cells.Skip(1).All(cell => cell.Length == 0 || !double.IsNaN(NumberOf(cell)));
    }

    // Without the time.
    private static ValueList<double> Numbers(string row) => [.. row.Split(',').Where((_, column) => column != 1).Select(NumberOf)];

    private static long StepOf(string row) =>
        long.TryParse(row.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : long.MaxValue;

    private static double NumberOf(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
