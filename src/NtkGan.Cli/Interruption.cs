using System.Runtime.InteropServices;

namespace NtkGan.Cli;

/// <summary>What a request to stop means. While a command holds a run, it is asked to stop, and saves a checkpoint; a command that holds nothing
/// ends at once.</summary>
public static class Interruption
{
    private static int _holds;

    /// <summary>True while a run is held.</summary>
    public static bool IsHeld => Volatile.Read(ref _holds) > 0;

    /// <summary>Holds a run until disposed.</summary>
    public static IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Release();
    }

    /// <summary>Ends the program at once, in the middle of whatever its threads do, with the exit code of an interruption.</summary>
    internal static void EndProgram()
    {
        // The usual way out unloads native libraries under the feet of threads that compute in them.
        if (!OperatingSystem.IsWindows()) Exit(Application.Interrupted);
        Environment.Exit(Application.Interrupted);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);

    private sealed class Release : IDisposable
    {
        private int _isDone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0) Interlocked.Decrement(ref _holds);
        }
    }
}
