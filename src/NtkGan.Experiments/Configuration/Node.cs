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
}

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

    /// <summary>The text of the key <see cref="Node.KindKey"/>, or null.</summary>
    public string? KindName => (this[KindKey] as ScalarNode)?.Text;

    /// <summary>The mapping that a bare name stands for.</summary>
    public static MappingNode OfKind(ScalarNode name) => new([new(KindKey, name, name.Origin)], name.Origin);

    internal MappingNode Merged(MappingNode later)
    {
        var entries = Entries.ToList();
        foreach (var entry in later.Entries)
        {
            var index = entries.FindIndex(mine => mine.Key == entry.Key);
            if (index < 0) entries.Add(entry);
            else entries[index] = entry with { Value = entries[index].Value.Under(entry.Value) };
        }

        return new(ValueList.From(entries), later.Origin);
    }
}
