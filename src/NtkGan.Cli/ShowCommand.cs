using System.CommandLine;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>show</c>: an experiment with every value and where it came from.</summary>
internal static class ShowCommand
{
    public static Command Make(Terminal terminal)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, as for run.", ArgumentArity.ZeroOrMore);
        var command = new Command("show", "Shows the experiment that presets, files and settings make, each value with its origin; it is itself an experiment file.") { what };
        command.SetAction(parsed => terminal.Output.Write(Composition.Of(parsed.GetValue(what) ?? []).TextWithOrigins));
        return command;
    }
}
