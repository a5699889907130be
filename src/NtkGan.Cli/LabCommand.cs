using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using NtkGan.Lab;

namespace NtkGan.Cli;

/// <summary>The command <c>lab</c>: a page in the browser, served to this machine alone.</summary>
internal static class LabCommand
{
    private const int LargestPort = 65535;

    public static Command Make(Terminal terminal, CancellationToken cancellation)
    {
        var link = new Argument<string?>("link") { Description = "A link of the lab, of any day: its state is taken up.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--folder") { Description = "A folder whose files of points the page may have read; none if not given.", HelpName = "dir" };
        var port = SharedOptions.WholeNumber("--port", "The port on the loopback address; 0 for a free one.", 0, 0);
        var closed = new Option<bool>("--no-open") { Description = "Print the address and open no browser." };
        var threads = SharedOptions.Threads();
        var command = new Command("lab", "Opens flows, stability games and syntheses as a page in the browser, to play with.") { link, folder, port, closed, threads };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            if (parsed.GetValue(port) > LargestPort) throw new UsageException($"--port must be at most {LargestPort}.");
            var state = parsed.GetValue(link) is { } text ? text[Math.Max(0, text.IndexOf('#'))..] : "";
            if (state.Length > 0 && state[0] != '#') throw new UsageException($"'{parsed.GetValue(link)}' is no link of the lab: its state stands behind a '#'.");
            Serve(terminal, parsed.GetValue(folder), parsed.GetValue(port), state, !parsed.GetValue(closed), cancellation).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task Serve(Terminal terminal, string? folder, int port, string state, bool opens, CancellationToken cancellation)
    {
        await using var server = await LabServer.Start(folder, port);
        var address = $"{server.Address}{state}";
        terminal.Output.WriteLine(address);
        terminal.Output.Flush();
        terminal.Error("The lab is open to this machine alone, for whoever has the address; Ctrl-C closes it.");
        if (opens && !Open(address)) terminal.Error("No browser could be opened: open the address yourself.");
        using var held = Interruption.Hold();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static bool Open(string address)
    {
        try
        {
            using var browser = OperatingSystem.IsWindows() ? Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]) { RedirectStandardOutput = true, RedirectStandardError = true });
            return browser is not null;
        }
        catch (Exception failure) when (failure is Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }
}
