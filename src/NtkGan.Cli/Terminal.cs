using Spectre.Console;

namespace NtkGan.Cli;

/// <summary>Where a command speaks: results on one writer, everything else on another.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Progress, warnings, errors.</param>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    private const int WidthOfFiles = 120;

    /// <summary>Results.</summary>
    public TextWriter Output => output;

    /// <summary>Progress, warnings, errors.</summary>
    public TextWriter ErrorOutput => error;

    /// <summary>True if a person watches the progress, so that a line may be rewritten.</summary>
    public bool IsWatched { get; } = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>One sentence on what went wrong.</summary>
    public void Error(string message) => error.WriteLine($"ntkgan: {message}");

    /// <summary>A table without frame; the first column in bold where the terminal can.</summary>
    public void Table(IEnumerable<IReadOnlyList<string>> rows)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal) console.Profile.Width = WidthOfFiles;
        var grid = new Grid();
        foreach (var row in rows)
        {
            while (grid.Columns.Count < row.Count)
                grid.AddColumn(grid.Columns.Count < row.Count - 1 ? new GridColumn().NoWrap() : new GridColumn());
            grid.AddRow([.. row.Select((cell, column) => new Text(cell, column == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain))]);
        }

        console.Write(grid);
    }
}
