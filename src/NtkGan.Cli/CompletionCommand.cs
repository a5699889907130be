using System.CommandLine;
using NtkGan.Cli.Completion;

namespace NtkGan.Cli;

/// <summary>The command <c>completion</c>: a script with which a shell completes commands, options, presets and settings.</summary>
internal static class CompletionCommand
{
    public static Command Make(Terminal terminal)
    {
        var shell = SharedOptions.OneOf("shell", "The shell.", [.. Shell.All.Select(one => one.Name)]);
        var command = new Command("completion", "Prints a script with which a shell completes commands, options, presets and keys.") { shell };
        command.SetAction(parsed => terminal.Output.Write(Shell.All.Single(one => one.Name == parsed.GetRequiredValue(shell))
            .Script(CompletionWords.Of(parsed.RootCommandResult.Command)).ReplaceLineEndings("\n")));
        return command;
    }
}
