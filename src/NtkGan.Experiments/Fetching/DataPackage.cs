using System.ComponentModel;
using System.Diagnostics;

namespace NtkGan.Experiments.Fetching;

/// <summary>A package of another system that carries data: where it lies if it is installed, and how that system delivers it.</summary>
public abstract record DataPackage
{
    /// <summary>The folder of the data in an installed package; null if it is not installed.</summary>
    internal abstract string? Installed();

    /// <summary>Has the package delivered and unpacked.</summary>
    /// <param name="aside">An empty folder to work in.</param>
    /// <param name="say">Receives a sentence for each thing that is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The folder of the data.</returns>
    /// <exception cref="UsageException">The system's program is missing or fails.</exception>
    internal abstract string Deliver(string aside, Action<string> say, CancellationToken cancellation);

    /// <summary>Runs a program of the system in a folder.</summary>
    /// <param name="say">Receives the command line.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="UsageException">It is missing, or fails.</exception>
    private protected void Execute(Action<string> say, string folder, CancellationToken cancellation, string program, params IReadOnlyList<string> arguments)
    {
        say($"{program} {string.Join(' ', arguments)}");
        const string Otherwise = "Install it, or bring the files yourself and name their folder with --from.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            using (cancellation.Register(() => process.Kill(entireProcessTree: true))) process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            output.GetAwaiter().GetResult();
            var words = error.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (process.ExitCode != 0) throw new UsageException(FormattableString.Invariant($"{program} could not deliver the {this} (exit code {process.ExitCode}{(words.Length > 0 ? $": {words[^1]}" : "")}). {Otherwise}"));
        }
        catch (Win32Exception)
        {
            throw new UsageException($"The {this} is not installed, and {program}, which would deliver it, is not on this machine. {Otherwise}");
        }
    }
}
