using System.Runtime.InteropServices;
using NtkGan.Cli;

// The first Ctrl-C or SIGTERM asks for an end with a checkpoint, the second ends at once.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = Stop();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = Stop());
return Application.Run(args, Console.Out, Console.Error, stop.Token);

bool Stop()
{
    var isFirst = !stop.IsCancellationRequested;
    stop.Cancel();
    return isFirst;
}
