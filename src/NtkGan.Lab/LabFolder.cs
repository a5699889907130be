using NtkGan.Experiments;

namespace NtkGan.Lab;

/// <summary>The only files that a page may have read: those below one folder, links followed. Nothing is ever written.</summary>
/// <param name="path">The folder; null for no file at all.</param>
internal sealed class LabFolder(string? path)
{
    private const int MostFiles = 500, Deepest = 4;
    private const string PathKey = "path", Archive = ".npz:";

    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".dat", ".npy", ".npz"];

    private readonly string? _root = path is null ? null
        : Directory.Exists(path) ? Real(System.IO.Path.GetFullPath(path)) : throw new UsageException($"There is no folder '{path}'.");

    /// <summary>The files of points in it, whole paths, by name.</summary>
    public IReadOnlyList<string> Files() => _root is null ? [] : [.. Directory
        .EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = Deepest, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
        .Where(file => Endings.Contains(System.IO.Path.GetExtension(file).ToLowerInvariant())).Take(MostFiles).Order(StringComparer.Ordinal)];

    /// <summary>Refuses an experiment that names a file elsewhere.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public void Check(Experiment experiment)
    {
        foreach (var named in RecordTexts.Of(experiment).Where(text => text.Key == PathKey))
            if (!Holds(named.Value)) throw new UsageException(_root is null
                ? $"The lab reads no files, so not '{named.Value}' either: start it with --folder DIR to let it read those below DIR."
                : $"'{named.Value}' is no file below the lab's folder '{_root}', so it is not read.");
    }

    private bool Holds(string file)
    {
        if (_root is null) return false;
        var end = file.LastIndexOf(Archive, StringComparison.OrdinalIgnoreCase);
        var full = System.IO.Path.GetFullPath(end < 0 ? file : file[..(end + Archive.Length - 1)]);
        return (File.Exists(full) || Directory.Exists(full)) && (Real(full) + System.IO.Path.DirectorySeparatorChar).StartsWith(_root.TrimEnd(System.IO.Path.DirectorySeparatorChar) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    // The place behind all links on the way.
    private static string Real(string full)
    {
        var place = System.IO.Path.GetPathRoot(full)!;
        foreach (var part in full[place.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            place = System.IO.Path.Combine(place, part);
            FileSystemInfo here = Directory.Exists(place) ? new DirectoryInfo(place) : new FileInfo(place);
            if (here.ResolveLinkTarget(returnFinalTarget: true) is { } target) place = Real(target.FullName);
        }

        return place;
    }
}
