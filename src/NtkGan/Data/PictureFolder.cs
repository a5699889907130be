using NtkGan.Data.Files;

namespace NtkGan.Data;

/// <summary>PNG and JPEG pictures below a folder, read in colour (images.grey=true for grey). A sub-folder is a class; pictures in the folder itself are the
/// class of its name. Files of other kinds are passed over, and a folder to which several links lead is read once, by its first name.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Classes">Which classes to keep, by name or number in the order of names; all if left out.</param>
/// <param name="Images">What is done to the pictures after reading; images.size brings all to one size.</param>
/// <param name="Pool">How many pictures to decode at most, chosen at random but always the same ones; all that fit if left out, which takes a while for
/// many.</param>
[Named("image_folder")]
public sealed record PictureFolder(string Path, ValueList<string>? Classes = null, ImageOptions? Images = null, int? Pool = null) : ImageDataSet(Images)
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];

    /// <summary>A folder in the current one.</summary>
    public static PictureFolder Example => new("pictures");

    /// <summary>The folder.</summary>
    public string Path { get; init; } = Path;

    /// <summary>Which classes are kept, or null for all.</summary>
    public ValueList<string>? Classes { get; init => field = Require.NullOrFilled(value, "at least one class", nameof(Classes)); } = Require.NullOrFilled(Classes, "at least one class");

    /// <summary>How many pictures are decoded, or null for all.</summary>
    public int? Pool { get; init => field = Require.AtLeast(1, value, nameof(Pool)); } = Require.AtLeast(1, Pool);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => [.. Files().Select(file => file.Class).Distinct().Order(StringComparer.Ordinal)];

    private protected override string Source => $"'{Path}'";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var (names, files) = (ClassNames.ToList(), Files().ToList());
        if (files.Count == 0) throw new UsageException($"The folder '{Path}' has no .png, .jpg or .jpeg file: put pictures there, each class in a sub-folder.");
        var kept = Kept(Classes, names);
        foreach (var (path, label) in Pooled([.. files.Select(file => (file.Path, Label: names.IndexOf(file.Class))).Where(file => kept.Contains(file.Label))], Pool))
            yield return (PixelFile.Read(path), label, $"'{path}'");
    }

    private IEnumerable<(string Path, string Class)> Files()
    {
        if (!Directory.Exists(Path)) throw new UsageException($"There is no folder '{Path}': name the one with the pictures in path.");
        return Folders(Path).SelectMany(Directory.EnumerateFiles)
            .Where(path => Endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .DistinctBy(RealPath)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!)));
    }

    // Real folders come before links to them, so that a class has its folder's name; links may lead in circles.
    private static List<string> Folders(string root)
    {
        var (found, links) = (new List<string>(), new Queue<string>());
        var known = new HashSet<string>(StringComparer.Ordinal);
        Descend(root);
        while (links.TryDequeue(out var link)) Descend(link);
        return found;

        void Descend(string start)
        {
            var open = new Stack<string>([start]);
            while (open.TryPop(out var folder))
            {
                if (!known.Add(RealPath(folder))) continue;
                found.Add(folder);
                foreach (var below in Directory.EnumerateDirectories(folder).OrderDescending(StringComparer.Ordinal))
                {
                    if (new DirectoryInfo(below).LinkTarget is null) open.Push(below);
                    else links.Enqueue(below);
                }
            }
        }
    }

    /// <summary>A path without links in any of its parts.</summary>
    private static string RealPath(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var parent = System.IO.Path.GetDirectoryName(full);
        if (parent is null) return full;
        var direct = System.IO.Path.Combine(RealPath(parent), System.IO.Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(direct) ? new DirectoryInfo(direct) : new FileInfo(direct);
        return entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : direct;
    }
}
