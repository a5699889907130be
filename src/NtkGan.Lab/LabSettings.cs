using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Stability;

namespace NtkGan.Lab;

/// <summary>What a page asks for, put together as <c>ntkgan run</c> does it, but of presets and settings alone.</summary>
/// <param name="folder">Which files may be read.</param>
internal sealed class LabSettings(LabFolder folder)
{
    private const int MostWords = 200, LongestList = 20;

    /// <summary>The experiment of some words.</summary>
    /// <exception cref="UsageException">A word is neither a preset nor a setting, a value is wrong, or a file lies outside of the folder.</exception>
    /// <exception cref="InvalidDataFormatException">A value is no YAML.</exception>
    public Composition Compose(IReadOnlyList<string>? words)
    {
        if (words is null or { Count: 0 or > MostWords }) throw new UsageException($"An experiment is described by 1 to {MostWords} words.");
        foreach (var word in words.Where(word => !Overrides.IsOverride(word))) Preset.Find(word);
        var composition = Composition.Of(words);
        folder.Check(composition.Experiment);
        return composition;
    }

    /// <summary>The experiment of some words at its start.</summary>
    /// <exception cref="UsageException">As above, or it cannot be drawn.</exception>
    /// <exception cref="InvalidDataFormatException">Data cannot be used.</exception>
    public Live Start(IReadOnlyList<string>? words)
    {
        Live live = Compose(words).Experiment switch
        {
            StabilitySimulationExperiment game => new LiveGame(game),
            var experiment => new LiveRun(experiment),
        };
        return live.Frame() is { Shape: null, Dimension: > 2 and var dimension } ? throw new UsageException(FormattableString.Invariant($"The lab draws points on a line, in the plane, and images, not points of {dimension} coordinates: ntkgan run draws them projected.")) : live;
    }

    /// <summary>The values of an experiment that are numbers, words or lists of them, by their paths, as YAML.</summary>
    public static IReadOnlyDictionary<string, string> Values(Composition composition)
    {
        var values = new Dictionary<string, string>();
        Visit("", composition.Values);
        return values;

        void Visit(string path, Node node)
        {
            if (node is MappingNode mapping)
                foreach (var entry in mapping.Entries) Visit(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value);
            else if (node is ScalarNode { IsNull: false } or ListNode { Items.Count: > 0 and < LongestList }) values[path] = YamlWriter.Summary(node);
        }
    }

    /// <summary>The game of some words.</summary>
    /// <exception cref="UsageException">It is no single game.</exception>
    public StabilitySimulationExperiment Game(IReadOnlyList<string>? words) => Compose(words).Experiment as StabilitySimulationExperiment
        ?? throw new UsageException("Only a game of the kind stability_simulation has a prediction.");
}
