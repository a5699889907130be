using System.Runtime.InteropServices;
using NtkGan.Experiments;
using NtkGan.Experiments.Distribution;
using NtkGan.Mpi;

namespace NtkGan.Cli.Mpi;

/// <summary>The program <c>ntkgan-mpi</c>. The first process of a job carries out the command; the others do what it hands out.</summary>
internal static class MpiProgram
{
    private const string RanksOption = "--ranks";

    public static int Run(string[] args)
    {
        if (args is [RanksOption, ..]) return Launcher.Run(args.Length > 1 ? args[1] : "", args.Length > 2 ? args[2..] : []);
        if (!MpiCommunicator.IsStartedByMpi) return Application.RunProcess(args, [SlurmCommand.Added]);
        MpiCommunicator job;
        try
        {
            job = MpiCommunicator.Join();
        }
        catch (UsageException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return Application.Usage;
        }

        using (job) return Take(job, args);
    }

    private static int Take(MpiCommunicator job, string[] args)
    {
        var pool = new MpiPool(job);
        if (job.Rank == 0)
        {
            using var threads = Numerics.Workers.Limit(pool.Threads);
            using var used = pool.Use();
            using var helped = new KernelRows(pool).Use();
            var code = Application.RunProcess(args, [SlurmCommand.Added]);
            pool.Release();
            return code;
        }

        // The first process decides when all end.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        Application.Prepare();
        foreach (var path in args.Zip(args.Skip(1)).Where(pair => pair.First == "--with").Select(pair => pair.Second)) TryLoad(path);
        pool.Serve();
        return 0;
    }

    // What cannot be loaded is said, once, by the first process.
    private static void TryLoad(string path)
    {
        try
        {
            Extension.Load(path);
        }
        catch (Exception failure) when (failure is UsageException or InvalidDataFormatException)
        {
        }
    }
}
