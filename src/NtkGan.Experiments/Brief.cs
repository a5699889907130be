using System.Collections;
using System.Globalization;

namespace NtkGan.Experiments;

/// <summary>Members of families in few words, for titles and captions.</summary>
internal static class Brief
{
    /// <summary>A member's name, and in parentheses what is not as usual: "neural (variant nngp)".</summary>
    /// <param name="member">A record of the catalog.</param>
    public static string Of(object member) => Catalog.Describe(member.GetType()) is { } description ? Spoken(Catalog.NameOf(member.GetType())) + Unusual(description, member) : member.GetType().Name;

    private static string Unusual(RecordDescription description, object member)
    {
        var usual = description.Example();
        var unusual = description.Parameters.Where(parameter => parameter.Read(member) is { } value && !(parameter.HasDefault && Equals(value, parameter.Read(usual)))).Select(parameter => parameter switch
        {
            { Kind: RecordKind inner } => Spoken(parameter.Key) + Unusual(inner.Description, parameter.Read(member)!),
            { Key: "path" } when parameter.Read(member) is string path => $"path {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}", // a picture tells nobody's folders
            _ when parameter.Read(member) is true => Spoken(parameter.Key),
            _ => $"{Spoken(parameter.Key)} {Value(parameter.Read(member)!)}",
        }).ToList();
        return unusual.Count > 0 ? $" ({string.Join(", ", unusual)})" : "";
    }

    private static string Value(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "yes" : "no",
        Enum choice => Spoken(Catalog.SnakeCase(choice.ToString())),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Value))}]",
        _ => Of(value),
    };

    private static string Spoken(string name) => name.Replace('_', ' ');
}
