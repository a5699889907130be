using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>compare</c>: several experiments, several seeds, one table.</summary>
internal static class CompareCommand
{
    public static Command Make(Terminal terminal, string[] args, CancellationToken cancellation)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, as for run; a word with commas (relu,rbf) stands for one experiment with each of its parts.", ArgumentArity.OneOrMore);
        var seeds = SharedOptions.WholeNumber("--seeds", "Runs of each experiment, with the seeds 1, 2, ...", 1, 3);
        var output = new Option<string>("--out", "-o") { Description = "The folder of the runs, of comparison.csv and of curves.png; runs that it holds are kept, unfinished ones go on.", DefaultValueFactory = _ => "runs/comparison" };
        var (figure, estimate, threads, quiet, json) = (SharedOptions.Figure(), SharedOptions.Estimate(), SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("compare", "Runs several experiments with several seeds and prints mean and deviation of each metric.") { what, seeds, output, figure, estimate, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var comparison = Comparison.Of([.. parsed.GetRequiredValue(what), .. SharedOptions.FigureSettings(parsed.GetValue(figure))], parsed.GetValue(seeds), parsed.GetRequiredValue(output));
            if (parsed.GetValue(estimate))
            {
                SharedOptions.Tell(terminal, comparison.Estimate().Fitting(parsed.GetRequiredValue(output), "take fewer points, or fewer seeds."), parsed.GetValue(json));
                return 0;
            }

            var watch = parsed.GetValue(quiet) ? null : new ComparisonWatch(terminal, comparison);
            using var held = Interruption.Hold();
            var table = comparison.Run(args, watch, terminal.Error, cancellation);
            watch?.Finish();
            if (parsed.GetValue(json)) terminal.Json(table, CommandJson.Indented.ComparisonTable);
            else if (terminal.Width is null) terminal.Output.Write(table.ToCsv());
            else terminal.Table([["experiment", .. table.Columns, "runs"], .. table.Rows.Select(RowOf)]);
            if (!cancellation.IsCancellationRequested) return 0;
            terminal.Error("Interrupted; the same command goes on.");
            return Application.Interrupted;
        });
        return command;
    }

    private static string[] RowOf(ComparisonRow row) => [row.Name, .. row.Metrics.Select(Cell),
        row.Diverged == 0 ? row.Runs.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{row.Runs}, {row.Diverged} diverged")];

    private static string Cell(MeanAndDeviation? metric) => metric switch
    {
        null => "unavailable",
        { Deviation: { } deviation } => string.Create(CultureInfo.InvariantCulture, $"{metric.Mean:G4} \u00b1 {deviation:G2}"),
        _ => metric.Mean.ToString("G4", CultureInfo.InvariantCulture),
    };
}
