using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The commands <c>run</c> and <c>resume</c>.</summary>
internal static class RunCommands
{
    private const int NumericalFailure = 4;

    public static Command Run(Terminal terminal, string[] args, CancellationToken cancellation)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, in any order; key=value wins.", ArgumentArity.OneOrMore);
        var output = new Option<string?>("--out", "-o") { Description = "The run folder; runs/NAME-seedN if not given." };
        var seed = new Option<ulong?>("--seed") { Description = "The seed of all random numbers, the same as seed=N." };
        var force = new Option<bool>("--force") { Description = "Replace an earlier run in the same folder." };
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("run", "Runs an experiment and leaves a run folder.") { what, output, seed, threads, force, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var words = parsed.GetRequiredValue(what);
            if (parsed.GetValue(seed) is { } number) words = [.. words, string.Create(CultureInfo.InvariantCulture, $"seed={number}")];
            var composition = Composition.Of(words);
            var experiment = composition.Experiment;
            var run = experiment.Start();
            var path = parsed.GetValue(output) ?? string.Create(CultureInfo.InvariantCulture, $"runs/{composition.Name}-seed{experiment.Seed}");
            using var folder = RunFolder.Create(path, composition.Text, RunEnvironment.Here(experiment.Seed, args), parsed.GetValue(force));
            return Carry(terminal, experiment, run, folder, parsed.GetValue(quiet), parsed.GetValue(json), cancellation);
        });
        return command;
    }

    public static Command Resume(Terminal terminal, string[] args, CancellationToken cancellation)
    {
        var where = new Argument<string>("folder") { Description = "The run folder." };
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("resume", "Goes on with a run from its last checkpoint, to the same bits.") { where, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var (folder, experiment) = RunFolder.Open(parsed.GetRequiredValue(where));
            using var held = folder;
            if (folder.Result() is { Status: not RunStatus.Interrupted } finished)
            {
                terminal.Error("This run is already finished.");
                return Report(terminal, finished, folder, parsed.GetValue(json));
            }

            var run = experiment.Start();
            folder.Restore(run, terminal.Error);
            return Carry(terminal, experiment, run, folder, parsed.GetValue(quiet), parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static int Carry(Terminal terminal, Experiment experiment, ExperimentRun run, RunFolder folder, bool isQuiet, bool asJson, CancellationToken cancellation)
    {
        var progress = new ProgressLine(terminal);
        if (!isQuiet)
            foreach (var line in experiment.Header) terminal.ErrorOutput.WriteLine(line);
        var result = new ExperimentRunner(folder, experiment.Log).Run(run, isQuiet ? null : progress.Show, cancellation);
        progress.Finish();
        return Report(terminal, result, folder, asJson);
    }

    private static int Report(Terminal terminal, RunResult result, RunFolder folder, bool asJson)
    {
        if (asJson)
        {
            terminal.Output.WriteLine(result.ToJson());
        }
        else
        {
            var status = Catalog.SnakeCase(result.Status.ToString()).Replace('_', ' ');
            terminal.Table([
                ["status", string.Create(CultureInfo.InvariantCulture, $"{status} at step {result.Step}, {result.Seconds:F1} s")],
                .. result.Metrics.Select(pair => new[] { pair.Key, pair.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "unavailable" }),
                ["folder", folder.Path]]);
        }

        foreach (var note in result.Notes) terminal.Error(note);
        if (result.Reason.Length > 0) terminal.Error(result.Reason);
        return result.Status switch
        {
            RunStatus.Diverged => NumericalFailure,
            RunStatus.Interrupted => Application.Interrupted,
            _ => 0,
        };
    }
}
