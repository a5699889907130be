using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NtkGan.Cli.Mpi;

/// <summary>Starts this program several times through mpiexec, and says how that ended where no process of the job is left to say it.</summary>
internal static class Launcher
{
    private static readonly int[] Said = [0, Application.Usage, Application.BadData, Application.NumericalFailure, Application.Fault, Application.Interrupted];

    /// <summary>Runs a command on several processes of this machine.</summary>
    /// <param name="ranks">How many, as typed.</param>
    /// <param name="args">The command.</param>
    /// <returns>The exit code of the job.</returns>
    public static int Run(string ranks, string[] args)
    {
        if (!int.TryParse(ranks, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            Console.Error.WriteLine($"--ranks must be followed by a whole number of at least 1, not '{ranks}'.");
            return Application.Usage;
        }

        string self = System.Environment.ProcessPath!, library = System.Environment.GetCommandLineArgs()[0];
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, library] : [self];
        if (Start([.. new[] { "-n", count.ToString(CultureInfo.InvariantCulture) }, .. program, .. args]) is not { } job)
        {
            Console.Error.WriteLine("mpiexec cannot be found: install MPICH (on Debian: apt-get install mpich), or leave out --ranks to use one process.");
            return Application.Usage;
        }

        using (job)
        {
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true); // a terminal sends it to the job too
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                if (!OperatingSystem.IsWindows()) _ = Kill(job.Id, 15);
            });
            job.WaitForExit();
            if (Said.Contains(job.ExitCode)) return job.ExitCode;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A process of this job was lost (exit code {job.ExitCode}), and mpiexec has ended the others: what was finished is kept, nothing half-written counts, and {GoOn(args)} goes on."));
            return job.ExitCode;
        }
    }

    private static string GoOn(string[] args) => args is ["run", ..] or ["stability", ..] ? "ntkgan-mpi resume with the run's folder" : "the same command";

    private static Process? Start(string[] arguments)
    {
        foreach (var name in new[] { "mpiexec.mpich", "mpiexec.hydra", "mpiexec" })
        {
            try
            {
                return Process.Start(new ProcessStartInfo(name, arguments) { UseShellExecute = false });
            }
            catch (Win32Exception)
            {
            }
        }

        return null;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
