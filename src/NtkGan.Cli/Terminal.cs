using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NtkGan.Experiments;
using Spectre.Console;

namespace NtkGan.Cli;

/// <summary>Where a command speaks: results on one writer, everything else on another. What is laid out for a person's eyes (columns, fewer digits,
/// a part of a large matrix) is so on a terminal alone; a pipe or a file gets every number in full and no padding.</summary>
internal sealed class Terminal
{
    private const int UsualWidth = 80;

    private readonly HashSet<string> _explained = [];

    /// <summary>Takes the writers, and finds out whether a person sees them.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Progress, warnings, errors.</param>
    /// <param name="width">Columns of a terminal that shows both; found out if not given.</param>
    public Terminal(TextWriter output, TextWriter error, int? width = null)
    {
        (Output, ErrorOutput) = (output, error);
        Width = width ?? (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? WidthOfWindow() : null);
        WatchedWidth = width ?? (ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? WidthOfWindow() : null);
    }

    /// <summary>Results.</summary>
    public TextWriter Output { get; }

    /// <summary>Progress, warnings, errors.</summary>
    public TextWriter ErrorOutput { get; }

    /// <summary>Columns of the terminal that shows the results; null where they go to a pipe or a file.</summary>
    public int? Width { get; }

    /// <summary>Columns of the terminal where a person watches the progress, so that a line may be rewritten; null where nobody does.</summary>
    public int? WatchedWidth { get; }

    /// <summary>One sentence on what went wrong. Control characters, which might command the terminal, are replaced, and a very long word is cut in
    /// its middle.</summary>
    public void Error(string message) => ErrorOutput.WriteLine($"ntkgan: {PrintableText.Sentence(message)}");

    /// <summary>Says once what columns of metrics mean, those whose name does not say it.</summary>
    public void Explain(IEnumerable<string> columns)
    {
        var unknown = columns.Where(column => MetricWords.Named(column) != MetricWords.Of(column) && _explained.Add(column)).ToList();
        if (unknown.Count > 0) ErrorOutput.WriteLine(string.Join(", ", unknown.Select(column => $"{column}: {MetricWords.Of(column)}")));
    }

    /// <summary>A number as it is shown: four digits on a terminal, all of them elsewhere.</summary>
    public string Number(double value) => value.ToString(Width is null ? "R" : "G4", CultureInfo.InvariantCulture);

    /// <summary>A row for each metric: in words and few digits on a terminal, the column's name and all digits elsewhere.</summary>
    public IEnumerable<string[]> MetricRows(IReadOnlyDictionary<string, double?> metrics) => metrics.Select(pair => new[]
    {
        Width is null ? pair.Key : MetricWords.Named(pair.Key),
        pair.Value is { } value ? Number(value) : "unavailable",
    });

    /// <summary>A result as JSON, in full.</summary>
    public void Json<T>(T result, JsonTypeInfo<T> format) => Output.WriteLine(JsonSerializer.Serialize(result, format));

    /// <summary>Rows of cells: on a terminal in columns, the first in bold where it can; elsewhere one line a row, with tabs between the cells.</summary>
    public void Table(IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Width is not { } width)
        {
            foreach (var row in rows) Output.WriteLine(string.Join('\t', row.Select(PrintableText.Line)));
            return;
        }

        var isConsole = ReferenceEquals(Output, Console.Out);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isConsole ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isConsole ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Output),
        });
        console.Profile.Width = width;
        var grid = new Grid();
        foreach (var row in rows)
        {
            while (grid.Columns.Count < row.Count)
                grid.AddColumn(grid.Columns.Count < row.Count - 1 ? new GridColumn().NoWrap() : new GridColumn());
            grid.AddRow([.. row.Select((cell, column) => new Text(PrintableText.Line(cell), column == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain))]);
        }

        console.Write(grid);
    }

    private static int WidthOfWindow() => Console.WindowWidth is > 1 and var width ? width : UsualWidth;
}
