using NtkGan.Data.Files;

namespace NtkGan.Data;

/// <summary>Photographs of faces with attributes (CelebA; Liu et al. 2015), from a folder of one's own. images.size=32 resizes the shorter side and keeps the
/// middle, as the toolkit does; images.crop=108 with images.size=64 keeps the face.</summary>
/// <param name="Path">The folder with the attribute file list_attr_celeba.txt and the pictures, these in the folder itself or in img_align_celeba.</param>
/// <param name="With">Attributes that a face must have, such as [Male, Straight_Hair]; any if left out.</param>
/// <param name="Without">Attributes that it must not have; any if left out.</param>
/// <param name="Images">What is done to the pictures after reading.</param>
[Named("celeba")]
public sealed record CelebA(string Path, ValueList<string>? With = null, ValueList<string>? Without = null, ImageOptions? Images = null) : ImageDataSet(Images)
{
    private const string Table = "list_attr_celeba.txt", Pictures = "img_align_celeba";

    /// <summary>A folder in the current one.</summary>
    public static CelebA Example => new("celeba");

    /// <summary>The folder.</summary>
    public string Path { get; } = Path;

    /// <summary>Attributes that a face must have.</summary>
    public ValueList<string>? With { get; } = With;

    /// <summary>Attributes that a face must not have.</summary>
    public ValueList<string>? Without { get; } = Without;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["face"];

    private protected override string Source => $"'{Path}'";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var table = System.IO.Path.Combine(Path, Table);
        if (!File.Exists(table)) throw new UsageException($"There is no '{table}': name the folder with {Table} and the pictures (in {Pictures}) in path.");
        var folder = System.IO.Path.Combine(Path, Pictures);
        if (!Directory.Exists(folder)) folder = Path;
        foreach (var name in Chosen(table))
        {
            var path = System.IO.Path.Combine(folder, name);
            yield return (PixelFile.Read(path), 0, $"'{path}'");
        }
    }

    /// <summary>The files whose attributes are as asked. Line 1 of the table counts them, line 2 names the attributes, then come a file and its flags, 1 or -1.</summary>
    private IEnumerable<string> Chosen(string table)
    {
        using var file = InputFile.Open(table);
        using var lines = new StreamReader(file);
        if (lines.ReadLine() is not { } first || !int.TryParse(first.Trim(), out _) || lines.ReadLine() is not { } second)
            throw new InvalidDataFormatException($"'{table}' is not the attribute file of CelebA: its first line must be a number, its second the names of the attributes.");
        var names = Words(second);
        int[] Places(ValueList<string>? attributes) => [.. (attributes ?? []).Select(attribute => names.IndexOf(attribute) is >= 0 and var place ? place
            : throw new UsageException($"CelebA has no attribute '{attribute}'.{Suggestion.For(attribute, names)}"))];
        var (with, without) = (Places(With), Places(Without));
        for (var number = 3; lines.ReadLine() is { } line; number++)
        {
            var words = Words(line);
            if (words.Length == 0) continue;
            if (words.Length != names.Length + 1 || !words.Skip(1).All(flag => flag is "1" or "-1"))
                throw new InvalidDataFormatException($"'{table}', line {number}: a file and {names.Length} flags of 1 or -1 are expected.");
            if (with.All(place => words[place + 1] == "1") && without.All(place => words[place + 1] == "-1")) yield return System.IO.Path.GetFileName(words[0]);
        }
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
