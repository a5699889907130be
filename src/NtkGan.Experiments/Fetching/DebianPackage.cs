namespace NtkGan.Experiments.Fetching;

/// <summary>A package of Debian, and of the systems that descend from it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inside">The folder of the data, from the root.</param>
public sealed record DebianPackage(string Name, string Inside) : DataPackage
{
    /// <inheritdoc/>
    internal override string? Installed() => Path.Combine(Path.DirectorySeparatorChar.ToString(), Inside) is var path && Directory.Exists(path) ? path : null;

    /// <inheritdoc/>
    internal override string Deliver(string aside, Action<string> say, CancellationToken cancellation)
    {
        Execute(say, aside, cancellation, "apt-get", "download", Name);
        Execute(say, aside, cancellation, "dpkg-deb", "--extract", Directory.GetFiles(aside, "*.deb").SingleOrDefault() ?? throw new UsageException($"apt-get delivered no {this}."), aside);
        return Path.Combine(aside, Inside);
    }

    /// <summary>The package in words.</summary>
    public override string ToString() => $"Debian package {Name}";
}
