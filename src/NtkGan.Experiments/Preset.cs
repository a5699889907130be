using System.Text;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments;

/// <summary>What a preset sets. Presets merge in this order, whatever the order of naming.</summary>
public enum PresetGroup
{
    /// <summary>A whole experiment.</summary>
    Experiment,

    /// <summary>The loss, training time and step size.</summary>
    Loss,

    /// <summary>Source and target.</summary>
    Data,

    /// <summary>The discriminator's kernel.</summary>
    Architecture,

    /// <summary>How the samples of a synthesis descend, and for how long.</summary>
    Optimizer,

    /// <summary>What makes the generated points, and its latent points.</summary>
    Generator,

    /// <summary>How the gradient of the game is taken.</summary>
    Gradient,
}

/// <summary>An experiment file, or a part of one, that comes with the program.</summary>
/// <param name="Name">Its name on the command line, with hyphens.</param>
/// <param name="Group">What it sets.</param>
/// <param name="Text">Its YAML; the first line is a comment that describes it.</param>
public sealed record Preset(string Name, PresetGroup Group, string Text)
{
    private const string Prefix = "NtkGan.Presets/";

    // What the papers call data that has another name here, because a whole experiment has theirs.
    private static readonly Dictionary<string, string> PapersNames = new() { ["eight_gaussians"] = "eight-modes" };

    private static readonly Lazy<IReadOnlyList<Preset>> Embedded = new(() => [.. typeof(Preset).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Load)
        .OrderBy(preset => (int)preset.Group).ThenBy(preset => preset.Name, StringComparer.Ordinal)]);

    /// <summary>All presets, by group and name.</summary>
    public static IReadOnlyList<Preset> All => Embedded.Value;

    /// <summary>What it is, from its first comment line.</summary>
    public string Description => Text.Split('\n')[0].TrimStart('#', ' ').TrimEnd();

    /// <summary>The preset's values, their origins naming it.</summary>
    public MappingNode Read() => YamlText.Parse(Text, $"preset {Name}");

    /// <summary>The preset with a name. Underscores count as hyphens, so that the papers' names (<c>relu_nobias</c>) are known too;
    /// <c>eight_gaussians</c> alone is the papers' data <c>eight-modes</c>, and <c>eight-gaussians</c> a whole experiment.</summary>
    /// <exception cref="UsageException">There is none; the message offers the nearest.</exception>
    public static Preset Find(string name) => All.FirstOrDefault(preset => preset.Name == (PapersNames.GetValueOrDefault(name) ?? name.Replace('_', '-')))
        ?? throw new UsageException(Path.GetExtension(name) is ".csv" or ".tsv" or ".txt" or ".dat" or ".npy" or ".npz"
            ? $"'{name}' is no preset and no experiment file (.yaml): a file of points is named in a setting, such as target.data={{kind: points, path: {name}}}."
            : $"There is no preset and no file '{name}'.{Suggestion.For(name, All.Select(preset => preset.Name))}");

    private static Preset Load(string resource)
    {
        using var reader = new StreamReader(typeof(Preset).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var parts = resource[Prefix.Length..^".yaml".Length].Replace('\\', '/').Split('/');
        var group = parts.Length == 1 ? PresetGroup.Experiment : Enum.Parse<PresetGroup>(parts[0], ignoreCase: true);
        return new(parts[^1], group, reader.ReadToEnd());
    }
}
