using System.Collections.Concurrent;
using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;

namespace NtkGan.Cli;

/// <summary>The command <c>ntkgan</c>: parsing, progress and exit codes, nothing else.</summary>
public static class Application
{
    /// <summary>Exit code of a run that was asked to stop and saved a checkpoint.</summary>
    public const int Interrupted = 130;

    /// <summary>Exit code of a fault in the program itself.</summary>
    public const int Fault = 70;

    internal const int Usage = 2, BadData = 3, NumericalFailure = 4;

    /// <summary>Runs the command line of the process. The first Ctrl-C, SIGTERM or closed terminal asks a run for an end with a checkpoint and ends
    /// everything else; the second ends at once.</summary>
    public static int RunProcess(string[] args) => RunProcess(args, []);

    /// <summary>The same with commands of another program.</summary>
    internal static int RunProcess(string[] args, IReadOnlyList<AddedCommand> more)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return Run(args, Console.Out, Console.Error, more, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (stop.IsCancellationRequested || !Interruption.IsHeld) Interruption.EndProgram();
            stop.Cancel();
        }
    }

    static Application() => Prepare();

    /// <summary>Makes the families of this program known; a process that runs no command line needs them too.</summary>
    internal static void Prepare()
    {
        Catalog.Register(typeof(Experiments.Experiment).Assembly);
        Catalog.Register(typeof(Plots.Plot).Assembly);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress, warnings and errors.</param>
    /// <param name="cancellation">Asks a run to stop with a checkpoint.</param>
    /// <returns>0, 2 (usage), 3 (bad data), 4 (numerical failure), 70 (a fault of the program) or 130 (interrupted).</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default) => Run(args, output, error, [], cancellation);

    /// <summary>The same with commands of another program.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error, IReadOnlyList<AddedCommand> more, CancellationToken cancellation = default)
    {
        var (terminal, told) = (new Terminal(output, error), new ConcurrentDictionary<string, bool>());
        Experiments.Composition.TellRemarksTo(remark =>
        {
            if (told.TryAdd(remark, true)) terminal.Error(remark);
        });
        var extensions = SharedOptions.With();
        var root = new Command("ntkgan", "Adversarial training, exactly, through neural tangent kernels.") // a RootCommand would bear the name of its file
        {
            new HelpOption(),
            new VersionOption(),
            extensions,
            RunCommands.Run(terminal, args, cancellation),
            RunCommands.Resume(terminal, args, cancellation),
            ReportCommand.Make(terminal),
            FilmCommand.Make(terminal),
            CompareCommand.Make(terminal, args, cancellation),
            ReproduceCommand.Make(terminal, args, cancellation),
            ListCommand.Make(terminal),
            ShowCommand.Make(terminal),
            SynthesiseCommand.Make(terminal, cancellation),
            KernelCommand.Make(terminal, cancellation),
            KernelCutCommand.Make(terminal),
            VectorFieldCommand.Make(terminal),
            GradientsCommand.Make(terminal, cancellation),
            AdequacyCommand.Make(terminal),
            StabilityCommand.Make(terminal, args, cancellation),
            LabCommand.Make(terminal, cancellation),
            DataCommand.Make(terminal, cancellation),
            DoctorCommand.Make(terminal),
            CompletionCommand.Make(terminal),
        };
        foreach (var command in more) root.Add(command.Make(terminal));
        HelpWithExamples.AddTo(root, more);
        if (args.Any(string.IsNullOrWhiteSpace))
        {
            terminal.Error("An argument is empty: leave it out, or give it a value.");
            return Usage;
        }

        try
        {
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            {
                terminal.Error($"{Mistakes.Of(parsed)} Try: ntkgan {NameOf(parsed.CommandResult)}--help");
                return Usage;
            }

            foreach (var path in parsed.GetValue(extensions) ?? []) Experiments.Extension.Load(path);
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception failure)
        {
            var (code, sentence) = FailureReport.Of(failure, args);
            FailureReport.Say(terminal, sentence);
            return code;
        }
    }

    // A command below another is named with it.
    private static string NameOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{NameOf(parent)}{result.Command.Name} " : "";
}
