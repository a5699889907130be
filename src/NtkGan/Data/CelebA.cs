using System.Globalization;
using NtkGan.Data.Files;

namespace NtkGan.Data;

/// <summary>Photographs of faces with attributes (CelebA; Liu et al. 2015), from a folder of one's own. images.size=32 resizes the shorter side and keeps the
/// middle, as the toolkit does; images.crop=108 with images.size=64 keeps the face.</summary>
/// <param name="Path">The folder with the attribute file list_attr_celeba.txt and the pictures, these in the folder itself or in img_align_celeba.</param>
/// <param name="With">Attributes that a face must have, such as [Male, Straight_Hair]; any if left out.</param>
/// <param name="Without">Attributes that it must not have; any if left out.</param>
/// <param name="Images">What is done to the pictures after reading.</param>
/// <param name="Pool">How many pictures to decode at most, chosen at random but always the same ones; all that fit if left out, which takes a while for
/// many.</param>
[Named("celeba")]
public sealed record CelebA(string Path, ValueList<string>? With = null, ValueList<string>? Without = null, ImageOptions? Images = null, int? Pool = null) : ImageDataSet(Images)
{
    private const string Table = "list_attr_celeba.txt", Pictures = "img_align_celeba";

    /// <summary>A folder in the current one.</summary>
    public static CelebA Example => new("celeba");

    /// <summary>The folder.</summary>
    public string Path { get; init; } = Path;

    /// <summary>Attributes that a face must have.</summary>
    public ValueList<string>? With { get; init; } = With;

    /// <summary>Attributes that a face must not have.</summary>
    public ValueList<string>? Without { get; init; } = Without;

    /// <summary>How many pictures are decoded, or null for all.</summary>
    public int? Pool { get; init => field = Require.AtLeast(1, value, nameof(Pool)); } = Require.AtLeast(1, Pool);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["face"];

    private protected override string Source => $"'{Path}'";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var table = System.IO.Path.Combine(Path, Table);
        if (!File.Exists(table)) throw new UsageException($"There is no '{table}': name the folder with {Table} and the pictures (in {Pictures}) in path.");
        var folder = System.IO.Path.Combine(Path, Pictures);
        if (!Directory.Exists(folder)) folder = Path;
        foreach (var name in Pooled(Chosen(table), Pool))
        {
            var path = System.IO.Path.Combine(folder, name);
            yield return (PixelFile.Read(path), 0, $"'{path}'");
        }
    }

    /// <summary>The files whose attributes are as asked. Line 1 of the table counts them, line 2 names the attributes, then come a file and its flags, 1 or -1.</summary>
    private List<string> Chosen(string table)
    {
        using var file = InputFile.Open(table);
        using var text = new StreamReader(file);
        var lines = new LineReader(text, $"'{table}'");
        if (!lines.Next(out var first) || !int.TryParse(first.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || !lines.Next(out var second))
            throw new InvalidDataFormatException($"'{table}' is not the attribute file of CelebA: its first line must be a number, its second the names of the attributes.");
        var names = Words(second.ToString());
        int[] Places(ValueList<string>? attributes) => [.. (attributes ?? []).Select(attribute => names.IndexOf(attribute) is >= 0 and var place ? place
            : throw new UsageException($"CelebA has no attribute '{attribute}'.{Suggestion.For(attribute, names)}"))];
        var (with, without) = (Places(With), Places(Without));
        var (chosen, rows) = (new List<string>(), 0);
        while (lines.Next(out var line))
        {
            var words = Words(line.ToString());
            if (words.Length == 0) continue;
            if (words.Length != names.Length + 1 || !words.Skip(1).All(flag => flag is "1" or "-1"))
                throw new InvalidDataFormatException(FormattableString.Invariant($"'{table}', line {lines.Number}: a file and {names.Length} flags of 1 or -1 are expected."));
            rows++;
            if (with.All(place => words[place + 1] == "1") && without.All(place => words[place + 1] == "-1")) chosen.Add(System.IO.Path.GetFileName(words[0]));
        }

        return rows == count ? chosen : throw new InvalidDataFormatException(FormattableString.Invariant($"'{table}' has {rows} rows, but its first line promises {count}: it is cut off, or the number is wrong."));
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
