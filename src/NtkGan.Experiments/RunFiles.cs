using System.Text.Json;
using System.Text.RegularExpressions;

namespace NtkGan.Experiments;

/// <summary>Which files in a folder are a run's, judged by their names. Nothing else is ever deleted.</summary>
internal static partial class RunFiles
{
    public const string Configuration = "config.yaml", Environment = "environment.json", Lock = ".lock", Frames = "frames", Checkpoints = "checkpoints";
    private const string Images = "images";
    private const int LargestEnvironment = 1 << 20;

    private static readonly (string Folder, Regex Names)[] Made = [("", AtTheTop()), (Frames, Pictures()), (Checkpoints, States()), (Images, Samples())];

    /// <summary>True if a folder holds a run: its settings, and an environment that this program wrote.</summary>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, Configuration)) && IsOurEnvironment(Path.Combine(folder, Environment));

    /// <summary>True if a folder holds nothing but what a run makes before its settings are written, if anything at all: the start of a run that was
    /// ended there.</summary>
    public static bool IsUnfinished(string folder) => Directory.EnumerateFileSystemEntries(folder).All(path => Path.GetFileName(path) switch
    {
        Lock => true,
        Environment => IsOurEnvironment(path),
        Frames or Checkpoints => Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any(),
        var name => Aside().Match(name) is { Success: true } aside && name[..aside.Index] is Configuration or Environment,
    });

    /// <summary>Deletes what killed writes left aside.</summary>
    public static void DeleteLeftovers(string folder)
    {
        foreach (var (path, name, names) in Below(folder))
        {
            if (Aside().Match(name) is { Success: true } aside && (names.IsMatch(name[..aside.Index]) || name[..aside.Index] is Configuration or Environment)) File.Delete(path);
        }
    }

    /// <summary>Deletes all that a run made, but for its settings and environment.</summary>
    public static void DeleteResults(string folder)
    {
        foreach (var (path, name, names) in Below(folder).Where(file => file.Names.IsMatch(file.Name))) File.Delete(path);
        var images = Path.Combine(folder, Images);
        if (Directory.Exists(images) && !Directory.EnumerateFileSystemEntries(images).Any()) Directory.Delete(images);
    }

    /// <summary>Refuses a folder with links in it, through which a run would write elsewhere.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public static void RefuseLinks(string folder)
    {
        var places = Made.Where(made => made.Folder.Length > 0).Select(made => Path.Combine(folder, made.Folder)).Where(Directory.Exists);
        var files = Below(folder).Where(file => file.Names.IsMatch(file.Name) || file.Name is Configuration or Environment or Lock).Select(file => file.Path);
        if (places.Concat(files).FirstOrDefault(path => new FileInfo(path).LinkTarget is not null) is { } link)
            throw new UsageException($"'{link}' is a link, and a run writes into its own folder alone: replace it by what it points to, or remove it.");
    }

    private static IEnumerable<(string Path, string Name, Regex Names)> Below(string folder) =>
        from made in Made
        let place = Path.Combine(folder, made.Folder)
        where Directory.Exists(place)
        from path in Directory.GetFiles(place)
        select (path, Path.GetFileName(path), made.Names);

    private static bool IsOurEnvironment(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > LargestEnvironment) return false;
            using var content = JsonDocument.Parse(File.ReadAllBytes(path));
            return content.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("program", out var program)
                && program.ValueKind == JsonValueKind.String && program.GetString()!.StartsWith("ntkgan", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(metrics\.csv|metrics\.(png|svg|pdf)|nearest\.(png|svg|pdf)|film\.(gif|apng)|result\.json|report\.html|events\.out\.tfevents\.[0-9]{10,15}\.ntkgan|samples\.csv|samples\.npz|autoencoder\.npz|schema\.yaml)\z")]
    private static partial Regex AtTheTop();

    [GeneratedRegex(@"^[0-9]{8,}(-[a-z0-9-]+)?\.(png|svg|pdf|gif|apng)\z")]
    private static partial Regex Pictures();

    [GeneratedRegex(@"^[0-9]{8,}\.npz\z")]
    private static partial Regex States();

    [GeneratedRegex(@"^[0-9]{5,}\.png\z")]
    private static partial Regex Samples();

    // The endings of Path.GetRandomFileName, and of pictures.
    [GeneratedRegex(@"\.([a-z0-9]{8}\.[a-z0-9]{3}|tmp)\z")]
    private static partial Regex Aside();
}
