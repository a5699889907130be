namespace NtkGan.Experiments.Configuration;

/// <summary>The paths of all settings, as in <c>flow.iterations=100</c>: for completion on the command line.</summary>
public static class SettingPaths
{
    /// <summary>Every path below a family with the values that it can have: names of members or of an enumeration, true and false; none where any
    /// number or text will do. A family inside itself, such as a kernel in a sum of kernels, is named but not entered, and neither are lists.</summary>
    /// <param name="family">The family whose keys the paths start with.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(Type family)
    {
        var paths = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Visit("", new FamilyKind(family), [], paths);
        return paths;
    }

    /// <summary>The scalars and lists of scalars below a node, each with its path, keys with dots between and places of lists in brackets: <c>metrics[0].blur</c>.</summary>
    internal static IEnumerable<(string Path, Node Value)> Leaves(Node node, string path = "") => node switch
    {
        MappingNode { Entries.Count: > 0 } mapping => mapping.Entries.SelectMany(entry => Leaves(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        ListNode list when list.Items.Any(item => item is MappingNode) => list.Items.SelectMany((item, index) => Leaves(item, FormattableString.Invariant($"{path}[{index}]"))),
        _ => [(path, node)],
    };

    private static void Visit(string path, ValueKind kind, IReadOnlyList<Type> above, SortedDictionary<string, IReadOnlyList<string>> paths)
    {
        if (path.Length > 0) paths[path] = paths.TryGetValue(path, out var known) ? [.. known.Union(ValuesOf(kind))] : ValuesOf(kind);
        if (above.Contains(kind.Type)) return;
        IReadOnlyList<Type> within = [.. above, kind.Type];
        string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";
        if (kind is FamilyKind) paths[Below(Node.KindKey)] = ValuesOf(kind);
        var parameters = kind switch
        {
            FamilyKind => Catalog.Members(kind.Type).SelectMany(member => member.Parameters),
            RecordKind record => record.Description.Parameters,
            _ => [],
        };
        foreach (var parameter in parameters) Visit(Below(parameter.Key), parameter.Kind, within, paths);
    }

    private static IReadOnlyList<string> ValuesOf(ValueKind kind) => kind switch
    {
        FamilyKind => [.. Catalog.Members(kind.Type).Select(member => member.Name)],
        ChoiceKind choice => [.. choice.Choices.Select(one => one.Name)],
        _ => kind.Type == typeof(bool) ? ["true", "false"] : [],
    };
}
