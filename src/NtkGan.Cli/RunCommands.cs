using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Cli;

/// <summary>The commands <c>run</c> and <c>resume</c>.</summary>
internal static class RunCommands
{
    private const int NumericalFailure = 4;

    /// <summary>A command that runs an experiment.</summary>
    /// <param name="terminal">Where it speaks.</param>
    /// <param name="args">The whole command line.</param>
    /// <param name="cancellation">Asks for an end with a checkpoint.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="kind">The only kind of experiment it runs; any if not given.</param>
    public static Command Run(Terminal terminal, string[] args, CancellationToken cancellation,
        string name = "run", string description = "Runs an experiment and leaves a run folder.", Type? kind = null)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, in any order; key=value wins.", ArgumentArity.OneOrMore);
        var output = new Option<string?>("--out", "-o") { Description = "The run folder; runs/NAME-seedN if not given." };
        var (seed, figure, estimate) = (SharedOptions.Seed(), SharedOptions.Figure(), SharedOptions.Estimate());
        var force = new Option<bool>("--force") { Description = "Replace an earlier run in the same folder." };
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command(name, description) { what, output, seed, figure, estimate, threads, force, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var words = parsed.GetRequiredValue(what);
            if (parsed.GetValue(seed) is { } number) words = [.. words, string.Create(CultureInfo.InvariantCulture, $"seed={number}")];
            var composition = Compose([.. words, .. SharedOptions.FigureSettings(parsed.GetValue(figure))], kind, kind);
            var experiment = composition.Experiment;
            var path = parsed.GetValue(output) ?? string.Create(CultureInfo.InvariantCulture, $"runs/{composition.Name}-seed{experiment.Seed}");
            if (parsed.GetValue(estimate))
            {
                SharedOptions.Tell(terminal, CostEstimate.Of(experiment).Fitting(path, "take fewer points."), parsed.GetValue(json));
                return 0;
            }

            var run = experiment.Start().Tried();
            using var folder = RunFolder.Create(path, composition.Text, RunEnvironment.Here(experiment.Seed, args, composition.Origins), parsed.GetValue(force));
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
            if (folder.Result(terminal.Error) is { Status: not RunStatus.Interrupted } finished)
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

    /// <summary>Puts an experiment of a kind together.</summary>
    /// <param name="words">Presets, files and settings.</param>
    /// <param name="kind">What it must be; anything if null.</param>
    /// <param name="usual">What settings alone describe.</param>
    /// <exception cref="UsageException">It is of another kind, or a word is wrong.</exception>
    public static Composition Compose(string[] words, Type? kind, Type? usual)
    {
        var composition = Composition.Of(usual is not null && words.All(Overrides.IsOverride) ? [$"{Node.KindKey}={Catalog.NameOf(usual)}", .. words] : words);
        if (kind is null || composition.Experiment.GetType().IsAssignableTo(kind)) return composition;
        throw new UsageException($"'{composition.Name}' is of the kind {Catalog.NameOf(composition.Experiment.GetType())}, not {(kind.IsAbstract ? "one that has games to predict" : Catalog.NameOf(kind))}; `ntkgan run` runs every kind.");
    }

    private static int Carry(Terminal terminal, Experiment experiment, ExperimentRun run, RunFolder folder, bool isQuiet, bool asJson, CancellationToken cancellation)
    {
        var progress = new ProgressLine(terminal);
        if (!isQuiet)
            foreach (var line in experiment.Header) terminal.ErrorOutput.WriteLine(line);
        using var held = Interruption.Hold();
        try
        {
            var result = new ExperimentRunner(folder, experiment.Log, experiment).Run(run, isQuiet ? null : new RunWatch(new(terminal), progress), cancellation);
            progress.Finish();
            return Report(terminal, result, folder, asJson);
        }
        catch (Exception failure) when (failure is UsageException or InvalidDataFormatException && folder.HasCheckpoint)
        {
            progress.Finish();
            terminal.Error($"This run stopped; once that is mended, it goes on from its last checkpoint with: ntkgan resume {folder.Path}");
            throw;
        }
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
                .. terminal.MetricRows(result.Metrics),
                ["folder", folder.Path]]);
        }

        foreach (var remark in asJson ? result.Notes : Remarks.Of(result)) terminal.Error(remark);
        if (result.Reason.Length > 0) terminal.Error(result.Reason);
        return result.Status switch
        {
            RunStatus.Diverged => NumericalFailure,
            RunStatus.Interrupted => Application.Interrupted,
            _ => 0,
        };
    }
}
