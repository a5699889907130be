using System.Runtime.InteropServices;
using NtkGan.Cli;

// The first Ctrl-C, SIGTERM or closed terminal asks a run for an end with a checkpoint and ends everything else; the second ends at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
return Application.Run(args, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (stop.IsCancellationRequested || !Interruption.IsHeld) Interruption.EndProgram();
    stop.Cancel();
}
