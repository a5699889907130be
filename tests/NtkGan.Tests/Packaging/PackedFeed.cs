using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.PortableExecutable;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Packaging;

/// <summary>The packages, packed from the built binaries into a folder that serves as the only feed, and programs that use them. What the packages
/// depend on is taken from the folder of packages of this machine, where the build has put it, so no network is needed; what is restored goes into a
/// folder of its own, for a package of the same version must not come from an earlier build.</summary>
public sealed class PackedFeed : IDisposable
{
    /// <summary>The version of all packages.</summary>
    public const string Version = "0.1.0";

    // Far more than a loaded machine takes.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly string[] Packed = ["NtkGan", "NtkGan.Plots", "NtkGan.Experiments", "NtkGan.Mpi", "NtkGan.Cli", "NtkGan.Cli.Mpi"];

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _feed;
    private readonly Lazy<string> _program;

    /// <summary>Packs nothing yet.</summary>
    public PackedFeed() => (_feed, _program) = (new(Pack), new(Install));

    /// <summary>A path in the folder of these tests.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Why nothing can be restored here, or null.</summary>
    public static string? Obstacle => Directory.Exists(Path.Combine(MachinePackages, "mathnet.numerics")) ? null
        : "The packages that NtkGan depends on are not in this machine's folder of packages, and these tests ask no network for them.";

    private static string MachinePackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The installed program.</summary>
    public string Program => _program.Value;

    /// <summary>A package's file and the bytes of its content.</summary>
    public (string Path, long Unpacked, string[] Names) Package(string id, string ending = "nupkg")
    {
        var path = Path.Combine(_feed.Value, $"{id}.{Version}.{ending}");
        using var archive = ZipFile.OpenRead(path);
        return (path, archive.Entries.Sum(entry => entry.Length), [.. archive.Entries.Select(entry => entry.FullName)]);
    }

    /// <summary>A text in a package.</summary>
    public string Text(string id, string name)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(_feed.Value, $"{id}.{Version}.nupkg"));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Whether an assembly in a package is compiled for a processor beside its intermediate language.</summary>
    public bool HasMachineCode(string id, string assembly)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(_feed.Value, $"{id}.{Version}.nupkg"));
        using var copy = new MemoryStream();
        using (var content = archive.Entries.Single(entry => entry.Name == assembly).Open()) content.CopyTo(copy);
        copy.Position = 0;
        using var image = new PEReader(copy);
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    /// <summary>Builds and runs a program of one file, to which nothing is known but the feed.</summary>
    public string RunFile(string name, string text)
    {
        _ = _feed.Value;
        File.WriteAllText(this[name], text);
        return Run("dotnet", "run", this[name]).Output;
    }

    /// <summary>Runs a program to a good end.</summary>
    public (string Output, string Error) Run(string program, params string[] arguments)
    {
        var (code, output, error) = RunToAnyEnd(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit {code}\n{output}\n{error}");
        return (output, error);
    }

    /// <summary>Runs a program in the folder of these tests.</summary>
    public (int Code, string Output, string Error) RunToAnyEnd(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = this["."], RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(inherited);
        start.Environment["NUGET_PACKAGES"] = this["restored"];
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(this["data"]).FullName;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} has not ended within {Longest}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private string Pack()
    {
        var (feed, configuration) = (Directory.CreateDirectory(this["feed"]).FullName, new DirectoryInfo(AppContext.BaseDirectory).FullName.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug");
        foreach (var project in Packed)
            Run("dotnet", "pack", Path.Combine(Repository.Root, "src", project), "--no-build", "-c", configuration, "-o", feed, "-v", "q", "-nologo",
                $"-p:NuspecOutputPath={this["nuspec"]}{Path.DirectorySeparatorChar}", $"-p:PublishDir={this["published"]}{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}");
        File.WriteAllText(this["nuget.config"], $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        return feed;
    }

    private string Install()
    {
        _ = _feed.Value;
        Run("dotnet", "tool", "install", "NtkGan.Tool", "--tool-path", this["tool"], "--configfile", this["nuget.config"]);
        return Path.Combine(this["tool"], OperatingSystem.IsWindows() ? "ntkgan.exe" : "ntkgan");
    }
}
