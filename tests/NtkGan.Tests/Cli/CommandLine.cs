using NtkGan.Cli;

namespace NtkGan.Tests.Cli;

/// <summary>Runs the command in this process, in a folder that goes when the test is over.</summary>
internal sealed class CommandLine : IDisposable
{
    /// <summary>Settings that make a run small.</summary>
    public static readonly string[] Small = ["source.count=6", "target.count=5", "flow.iterations=7", "log.every=3", "log.frames_every=0", "log.checkpoint_every=2", "metrics=[energy_distance]"];

    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    public static (int Code, string Output, string Error) Run(params string[] args) => Run(default, args);

    public static (int Code, string Output, string Error) Run(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Application.Run(args, output, error, cancellation);
        return (code, output.ToString(), error.ToString());
    }
}
