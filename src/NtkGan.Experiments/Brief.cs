using System.Collections;
using System.Globalization;

namespace NtkGan.Experiments;

/// <summary>Members of families in few words, for titles and captions.</summary>
internal static class Brief
{
    /// <summary>A member's name, and in parentheses what is not as usual: "neural (variant nngp)".</summary>
    /// <param name="member">A record of the catalog.</param>
    public static string Of(object member)
    {
        if (Catalog.Describe(member.GetType()) is not { } description) return member.GetType().Name;
        var usual = description.Example();
        var unusual = description.Parameters.Where(parameter => parameter.Read(member) is { } value && HasWords(value) && !(parameter.HasDefault && Equals(value, parameter.Read(usual))))
            .Select(parameter => parameter.Read(member) is true ? Spoken(parameter.Key) : $"{Spoken(parameter.Key)} {Value(parameter.Read(member)!)}").ToList();
        return Spoken(Catalog.NameOf(member.GetType())) + (unusual.Count > 0 ? $" ({string.Join(", ", unusual)})" : "");
    }

    // Groups of settings are no members of families, and have no name of their own.
    private static bool HasWords(object value) => value is string or Enum or IEnumerable || value.GetType().IsPrimitive || Catalog.Describe(value.GetType()) is not null;

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
