namespace NtkGan.Experiments.Configuration;

/// <summary>Where a value was written.</summary>
/// <param name="Source">A file, a preset, or the command line.</param>
/// <param name="Line">The line from 1; 0 where a source has no lines.</param>
public sealed record Origin(string Source, int Line = 0)
{
    /// <summary>The origin of values that nobody wrote.</summary>
    public static Origin Default { get; } = new("default");

    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? FormattableString.Invariant($"{Source}:{Line}") : Source;
}

/// <summary>A value of an experiment file, before it means anything: text, a list or a mapping, each with its origin.</summary>
/// <param name="Origin">Where it was written.</param>
public abstract record Node(Origin Origin)
{
    /// <summary>The key that says which member of a family a mapping describes.</summary>
    public const string KindKey = "kind";

    /// <summary>This value with a later one laid over it. Mappings merge key by key, all else is replaced. A bare name and the mapping
    /// <c>{kind: name}</c> mean the same; where the kind changes, the whole mapping is replaced.</summary>
    public Node Under(Node later) => (this, later) switch
    {
        (MappingNode mine, MappingNode theirs) when theirs.KindName is null || mine.KindName is null || theirs.KindName == mine.KindName => mine.Merged(theirs),
        (ScalarNode { IsNull: false } name, MappingNode { KindName: null } theirs) => MappingNode.OfKind(name).Merged(theirs),
        (MappingNode { KindName: { } kind } mine, ScalarNode name) when name.Text == kind => mine,
        _ => later,
    };

    /// <summary>What somebody wrote that is lost where a later value is laid over this one, because the kind of a mapping changes.</summary>
    /// <param name="later">The later value.</param>
    /// <param name="path">The place of both, keys with dots between.</param>
    internal IEnumerable<LostEntry> LostUnder(Node later, string path)
    {
        if (this is not MappingNode mine) return [];
        var (before, after) = (mine.KindName, later is ScalarNode name ? name.Text : (later as MappingNode)?.KindName);
        if (before is not null && after is not null && before != after)
            return mine.Entries.Where(entry => entry.Key != KindKey && entry.Value.Origin != Origin.Default && (later as MappingNode)?[entry.Key] is null).Select(entry => new LostEntry(path, entry, later));
        return later is not MappingNode theirs ? [] : theirs.Entries.SelectMany(entry =>
            mine[entry.Key]?.LostUnder(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}") ?? []);
    }
}

/// <summary>An entry that a later document takes the place of, by giving its mapping another kind.</summary>
/// <param name="Path">Where the mapping stands, keys with dots between.</param>
/// <param name="Lost">The entry.</param>
/// <param name="By">What names the other kind.</param>
internal sealed record LostEntry(string Path, Entry Lost, Node By);

/// <summary>One scalar, as text.</summary>
/// <param name="Text">The text, quotes removed.</param>
/// <param name="IsPlain">True if it stood without quotes, so that it may be a number, a truth value or null.</param>
/// <param name="Origin">Where it was written.</param>
public sealed record ScalarNode(string Text, bool IsPlain, Origin Origin) : Node(Origin)
{
    /// <summary>True for <c>null</c>, <c>~</c> and nothing at all.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
/// <param name="Items">Its items, in order.</param>
/// <param name="Origin">Where it was written.</param>
public sealed record ListNode(ValueList<Node> Items, Origin Origin) : Node(Origin);

/// <summary>One key of a mapping with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Origin">Where the key was written.</param>
public sealed record Entry(string Key, Node Value, Origin Origin);

/// <summary>A mapping, its keys in the order of writing and all different.</summary>
/// <param name="Entries">The keys and values.</param>
/// <param name="Origin">Where it was written.</param>
public sealed record MappingNode(ValueList<Entry> Entries, Origin Origin) : Node(Origin)
{
    /// <summary>The value of a key, or null.</summary>
    public Node? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <summary>The value at a place, keys with dots between, or null.</summary>
    internal Node? At(string path) => path.Split('.').Aggregate((Node?)this, (node, key) => (node as MappingNode)?[key]);

    /// <summary>The text of the key <see cref="Node.KindKey"/>, or null.</summary>
    public string? KindName => (this[KindKey] as ScalarNode)?.Text;

    /// <summary>The mapping that a bare name stands for.</summary>
    public static MappingNode OfKind(ScalarNode name) => new([new(KindKey, name, name.Origin)], name.Origin);

    internal MappingNode Merged(MappingNode later)
    {
        var entries = Entries.ToList();
        var places = entries.Select((entry, index) => (entry.Key, index)).ToDictionary(pair => pair.Key, pair => pair.index);
        foreach (var entry in later.Entries)
        {
            if (places.TryGetValue(entry.Key, out var index))
            {
                entries[index] = entry with { Value = entries[index].Value.Under(entry.Value) };
            }
            else
            {
                places[entry.Key] = entries.Count;
                entries.Add(entry);
            }
        }

        return new(ValueList.From(entries), later.Origin);
    }
}
