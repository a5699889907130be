using System.Diagnostics;

namespace NtkGan.Tests.Mpi;

/// <summary>The program ntkgan-mpi on some processes of this machine.</summary>
internal static class MpiJob
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>The program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "NtkGan.Cli.Mpi");

    /// <summary>Why jobs cannot be tried here, or null.</summary>
    public static string? Obstacle => !OperatingSystem.IsLinux() ? "Jobs are tried under MPICH on Linux."
        : Launcher is null ? "There is no mpiexec.mpich here (Debian's package mpich, which brings the library too)." : null;

    private static string? Launcher => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "mpiexec.mpich")).FirstOrDefault(File.Exists);

    /// <summary>Runs the program on some processes, to any end.</summary>
    public static (int Code, string Output, string Error) Run(int ranks, string folder, params string[] args) => RunProgram(ranks, folder, Program, args);

    /// <summary>Runs any program on some processes.</summary>
    public static (int Code, string Output, string Error) RunProgram(int ranks, string folder, string program, params string[] args)
    {
        using var process = Start(Launcher!, folder, ["-n", ranks.ToString(System.Globalization.CultureInfo.InvariantCulture), program, .. args]);
        return End(process);
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string program, string folder, params string[] args) =>
        Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Waits for the end of a program.</summary>
    public static (int Code, string Output, string Error) End(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The job has not ended within {Longest}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
