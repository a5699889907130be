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
        Visit("", family, [], paths);
        return paths;
    }

    private static void Visit(string path, Type type, IReadOnlyList<Type> above, SortedDictionary<string, IReadOnlyList<string>> paths)
    {
        if (path.Length > 0) paths[path] = paths.TryGetValue(path, out var known) ? [.. known.Union(ValuesOf(type))] : ValuesOf(type);
        if (above.Contains(type)) return;
        IReadOnlyList<Type> within = [.. above, type];
        string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";
        if (RecordShape.IsFamily(type))
        {
            paths[Below(Node.KindKey)] = ValuesOf(type);
            foreach (var field in Catalog.Members(type).SelectMany(member => RecordShape.FieldsOf(member.Type)))
                Visit(Below(field.Key), field.Type, within, paths);
        }
        else if (IsRecord(type))
        {
            foreach (var field in RecordShape.FieldsOf(type)) Visit(Below(field.Key), field.Type, within, paths);
        }
    }

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && RecordShape.ItemOf(type) is null && type.Namespace?.StartsWith(nameof(NtkGan), StringComparison.Ordinal) == true;

    private static IReadOnlyList<string> ValuesOf(Type type) =>
        RecordShape.IsFamily(type) ? [.. Catalog.Members(type).Select(member => member.Name)]
        : type.IsEnum ? [.. Enum.GetNames(type).Select(Catalog.SnakeCase)]
        : type == typeof(bool) ? ["true", "false"] : [];
}
