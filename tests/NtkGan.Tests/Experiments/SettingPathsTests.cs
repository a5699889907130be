using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public class SettingPathsTests
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Paths = SettingPaths.Of(typeof(Experiment));

    public static TheoryData<string> Presets => [.. Preset.All.Select(preset => preset.Name)];

    [Theory, MemberData(nameof(Presets))]
    public void Every_setting_of_every_preset_has_its_path_and_its_value(string preset)
    {
        Assert.All(Leaves("", Composition.Of(preset).Values), leaf =>
        {
            // A family inside itself is named, and not entered.
            if (leaf.Path.LastIndexOf(".data.", StringComparison.Ordinal) is > 0 and var inside && leaf.Path[..(inside + 5)] is var within && within.EndsWith("data.data", StringComparison.Ordinal))
            {
                Assert.Contains(within, Paths.Keys);
                return;
            }

            Assert.Contains(leaf.Path, Paths.Keys);
            // A key may be a name with one member of a family and a number with another.
            if (Paths[leaf.Path].Count > 0 && leaf.Value is { } value && !double.TryParse(value, out _)) Assert.Contains(leaf.Value, Paths[leaf.Path]);
        });
    }

    [Fact]
    public void Values_are_names_and_truths()
    {
        Assert.Equal(["external_ipm", "hinge", "ipm", "lsgan", "vanilla"], Paths["loss"].Order());
        Assert.Equal(Paths["loss"], Paths["loss.kind"]);
        Assert.Equal(["ntk", "nngp"], Paths["kernel.variant"]);
        Assert.Equal(["true", "false"], Paths["training.reset"]);
        Assert.Empty(Paths["flow.iterations"]);
    }

    private static IEnumerable<(string Path, string? Value)> Leaves(string path, Node node) => node switch
    {
        MappingNode mapping => mapping.Entries.SelectMany(entry => Leaves(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value)),
        ScalarNode scalar => [(path, scalar.IsNull ? null : scalar.Text)],
        _ => [(path, null)],
    };
}
