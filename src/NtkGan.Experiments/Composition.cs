using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments;

/// <summary>An experiment put together from presets, files and single values, each value with its origin. Order: defaults, then whole
/// experiments (presets and files), then bundles for loss, data and architecture, then <c>key=value</c>; the later wins, and within one group
/// the order of naming counts.</summary>
public sealed class Composition
{
    private static readonly AsyncLocal<Action<string>?> Listener = new();

    private Composition(string name, MappingNode merged, Experiment experiment, IReadOnlyList<string> remarks)
    {
        (Name, Experiment, Remarks) = (name, experiment, remarks);
        Values = (MappingNode)Traced(RecordWriter.Write(experiment), merged);
        foreach (var remark in remarks) Listener.Value?.Invoke(remark);
    }

    /// <summary>Has the remarks of all that is put together from here on, in this flow of control, told to somebody, so that no command forgets them.</summary>
    /// <param name="listener">Told of each; of the same more than once.</param>
    internal static void TellRemarksTo(Action<string> listener) => Listener.Value = listener;

    /// <summary>The names of its parts, joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>The experiment.</summary>
    public Experiment Experiment { get; }

    /// <summary>One sentence for each value that somebody wrote and that has no effect here.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Every value of the experiment, defaults included, with its origin.</summary>
    public MappingNode Values { get; }

    /// <summary>The experiment file that runs exactly this.</summary>
    public string Text => YamlWriter.Write(Values);

    /// <summary>The experiment file, each line with the origin of its value.</summary>
    public string TextWithOrigins => YamlWriter.Write(Values, value => value.Origin.ToString());

    /// <summary>For each value that somebody wrote, keys with dots between, where.</summary>
    public IReadOnlyDictionary<string, string> Origins => SettingPaths.Leaves(Values).Where(leaf => leaf.Value.Origin != Origin.Default)
        .ToDictionary(leaf => leaf.Path, leaf => leaf.Value.Origin.ToString());

    /// <summary>Puts an experiment together.</summary>
    /// <param name="arguments">Names of presets, paths of files, and overrides <c>key=value</c>, in any order.</param>
    /// <exception cref="UsageException">A name, key or value is wrong; the message names its place.</exception>
    /// <exception cref="InvalidDataFormatException">A file is not plain YAML.</exception>
    public static Composition Of(params IReadOnlyList<string> arguments)
    {
        Overrides.RefuseBlanks(arguments);
        return Of([.. arguments.Where(argument => !Overrides.IsOverride(argument)).Select(PartOf)], [.. arguments.Where(Overrides.IsOverride).Select(Overrides.Parse)]);
    }

    /// <summary>The experiment of one file, whatever its path looks like.</summary>
    /// <exception cref="UsageException">There is no such file, or a key or value is wrong; the message names its place.</exception>
    /// <exception cref="InvalidDataFormatException">It is not plain YAML.</exception>
    public static Composition OfFile(string path) => Of([new(Path.GetFileNameWithoutExtension(path), PresetGroup.Experiment, YamlText.ReadFile(path))], []);

    /// <summary>The experiment of a text.</summary>
    internal static Composition OfText(string name, string text) => Of([new(name, PresetGroup.Experiment, YamlText.Parse(text, name))], []);

    private static Composition Of(IReadOnlyList<Part> parts, IReadOnlyList<MappingNode> overrides)
    {
        var documents = parts.OrderBy(part => (int)part.Group).Select(part => part.Values).Concat(overrides).ToList();
        var name = documents.Select(document => document.KindName).LastOrDefault(kind => kind is not null) ?? Catalog.NameOf(typeof(ParticleFlowExperiment));
        var kind = Catalog.Members<Experiment>().FirstOrDefault(member => member.Name == name.Replace('-', '_'));
        var defaults = kind is null ? new([], Origin.Default) : RecordWriter.Write((Experiment)kind.Example());
        var (merged, lost) = (defaults, new List<LostEntry>());
        foreach (var document in documents)
        {
            lost.AddRange(merged.LostUnder(document, "").Where(loss => loss.By.Origin.Source == Overrides.Source));
            merged = (MappingNode)merged.Under(document);
        }

        var experiment = RecordReader.Read<Experiment>(merged);
        RefuseTimeBesideSteps(merged);
        if (experiment.Log.Frame is not null && !experiment.TakesFrame)
            throw new UsageException($"{(merged.At("log.frame") ?? merged).Origin}: log.frame has no effect on an experiment of the kind '{name}', which draws pictures of its own: leave it out.");
        var resolved = RecordWriter.Write(experiment);
        return new(parts.Count == 0 ? name : string.Join('-', parts.Select(part => part.Name)), merged, experiment,
            [.. lost.Where(loss => (resolved.At(loss.Path) as MappingNode)?[loss.Lost.Key] is not null).Select(loss =>
                $"{loss.Path} has another kind now, so {loss.Path}.{loss.Lost.Key} of {loss.Lost.Value.Origin} counts no more: set {loss.Path}.{loss.Lost.Key} again to keep it.")]);
    }

    /// <summary>The time of a training that counts its steps says nothing: presets name both, but nobody may set it and be ignored.</summary>
    private static void RefuseTimeBesideSteps(MappingNode merged)
    {
        if (merged["training"] is not MappingNode training || training["steps"] is not ScalarNode { IsNull: false } steps) return;
        if (training["time"] is ScalarNode { Origin.Source: Overrides.Source } time)
            throw new UsageException($"{time.Origin}: training.time has no effect beside training.steps={steps.Text} ({steps.Origin}): set training.steps=null to train for a time, or leave the time out.");
    }

    /// <summary>What a preset or a file adds to the name.</summary>
    internal static string NameOf(string argument) => IsFile(argument) ? Path.GetFileNameWithoutExtension(argument) : Preset.Find(argument).Name;

    private static bool IsFile(string argument) => argument.Contains('/') || argument.Contains('\\') || argument.EndsWith(".yaml", StringComparison.Ordinal)
        || argument.EndsWith(".yml", StringComparison.Ordinal);

    private static Part PartOf(string argument)
    {
        if (IsFile(argument)) return new(NameOf(argument), PresetGroup.Experiment, YamlText.ReadFile(argument));
        var preset = Preset.Find(argument);
        return new(preset.Name, preset.Group, preset.Read());
    }

    /// <summary>The resolved value with the origins of what was merged.</summary>
    private static Node Traced(Node resolved, Node? merged) => (resolved, merged) switch
    {
        (MappingNode mapping, MappingNode or ScalarNode or null) => mapping with
        {
            Entries = ValueList.From(mapping.Entries.Select(entry => entry with
            {
                Value = Traced(entry.Value, merged is ScalarNode name ? MappingNode.OfKind(name)[entry.Key] : (merged as MappingNode)?[entry.Key]),
            })),
        },
        (ListNode list, ListNode other) when list.Items.Count == other.Items.Count =>
            new ListNode(ValueList.From(list.Items.Select((item, index) => Traced(item, other.Items[index]))), other.Origin),
        (_, { } other) => resolved with { Origin = other.Origin },
        _ => resolved,
    };

    private sealed record Part(string Name, PresetGroup Group, MappingNode Values);
}
