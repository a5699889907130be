using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace NtkGan;

/// <summary>Marks an abstract record as a family: its sealed children are found by reflection and appear in experiment files,
/// in <c>ntkgan list</c> and in the contract tests without a list to edit.</summary>
/// <param name="name">The family's name in experiment files and on the command line, snake_case, singular.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FamilyAttribute(string name) : Attribute
{
    /// <summary>The family's name.</summary>
    public string Name { get; } = name;
}

/// <summary>Gives a member another name than its type's.</summary>
/// <param name="name">The name in experiment files, snake_case.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NamedAttribute(string name) : Attribute
{
    /// <summary>The member's name.</summary>
    public string Name { get; } = name;
}

/// <summary>One member of a family.</summary>
/// <param name="Name">Its name in experiment files.</param>
/// <param name="Type">The sealed record.</param>
public sealed record Member(string Name, Type Type)
{
    /// <summary>The constructor that an experiment file's keys fill: the public one with the most parameters.</summary>
    public ConstructorInfo Constructor => Type.GetConstructors().MaxBy(c => c.GetParameters().Length)
        ?? throw new InvalidOperationException($"{Type} has no public constructor.");

    /// <summary>The summary of the type's doc comment, as one paragraph.</summary>
    public string Help => Catalog.Documentation(Type.Assembly, $"T:{Type.FullName!.Replace('+', '.')}");

    /// <summary>The doc comment of one constructor parameter, or an empty string.</summary>
    public string HelpOf(string parameter)
    {
        var name = Type.FullName!.Replace('+', '.');
        var ofType = Catalog.Documentation(Type.Assembly, $"T:{name}", parameter);
        return ofType.Length > 0 ? ofType : Catalog.Documentation(Type.Assembly, $"M:{name}.#ctor", parameter);
    }

    /// <summary>A small legal instance: the type's static property <c>Example</c>, or else all defaults.</summary>
    /// <exception cref="InvalidOperationException">The type has neither.</exception>
    public object Example()
    {
        if (Type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static) is { } example) return example.GetValue(null)!;
        var parameters = Constructor.GetParameters();
        if (parameters.FirstOrDefault(p => !p.HasDefaultValue) is { } required)
            throw new InvalidOperationException($"{Type} needs a static property Example, for '{required.Name}' has no default.");
        return Constructor.Invoke([.. parameters.Select(p =>
            p.DefaultValue is { } value && Nullable.GetUnderlyingType(p.ParameterType) is null && p.ParameterType.IsEnum
                ? Enum.ToObject(p.ParameterType, value) : p.DefaultValue)]);
    }
}

/// <summary>The families and their members, found by reflection in the library and in the assemblies that are registered.</summary>
public static class Catalog
{
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Member>> Known = new();
    private static readonly ConcurrentDictionary<Assembly, XDocument?> Comments = new();
    private static ImmutableList<Assembly> _assemblies = [typeof(Catalog).Assembly];

    /// <summary>Every family by its name.</summary>
    public static IReadOnlyDictionary<string, Type> Families => _assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(t => t.GetCustomAttribute<FamilyAttribute>() is not null)
        .OrderBy(t => t.GetCustomAttribute<FamilyAttribute>()!.Name, StringComparer.Ordinal)
        .ToDictionary(t => t.GetCustomAttribute<FamilyAttribute>()!.Name);

    /// <summary>Adds the families and members of an assembly, from now on; once is enough, and again does no harm.</summary>
    public static void Register(Assembly assembly)
    {
        lock (Gate)
        {
            if (_assemblies.Contains(assembly)) return;
            _assemblies = _assemblies.Add(assembly);
            Known.Clear();
        }
    }

    /// <summary>The members of a family, by name.</summary>
    public static IReadOnlyList<Member> Members(Type family) => Known.GetOrAdd(family, static family => [.. _assemblies.Append(family.Assembly).Distinct().SelectMany(assembly => assembly.GetTypes())
        .Where(t => t is { IsAbstract: false, IsVisible: true } && t.IsAssignableTo(family))
        .Select(t => new Member(NameOf(t, family), t))
        .OrderBy(m => m.Name, StringComparer.Ordinal)]);

    /// <summary>The members of a family, by name.</summary>
    public static IReadOnlyList<Member> Members<TFamily>() => Members(typeof(TFamily));

    /// <summary>The member of a family with a name; hyphens count as underscores.</summary>
    /// <exception cref="UsageException">No member has it; the message offers the nearest.</exception>
    public static Member Find(Type family, string name)
    {
        var wanted = name.Replace('-', '_');
        var members = Members(family);
        return members.FirstOrDefault(m => m.Name == wanted)
            ?? throw new UsageException(OtherPackage.Sentence(FamilyName(family), wanted) ?? $"There is no {FamilyName(family)} '{name}'.{Suggestion.For(wanted, members.Select(m => m.Name))}");
    }

    /// <summary>The name of a member's type within its family.</summary>
    public static string NameOf(Type member)
    {
        for (var type = member.BaseType; type is not null; type = type.BaseType)
            if (type.GetCustomAttribute<FamilyAttribute>() is not null) return NameOf(member, type);
        throw new ArgumentException($"{member} belongs to no family.", nameof(member));
    }

    /// <summary>The name of a family in messages.</summary>
    public static string FamilyName(Type family) =>
        family.GetCustomAttribute<FamilyAttribute>()?.Name.Replace('_', ' ') ?? SnakeCase(family.Name);

    /// <summary>PascalCase to snake_case: <c>LeakyRelu</c> becomes <c>leaky_relu</c>.</summary>
    public static string SnakeCase(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }

    /// <summary>The text of a doc comment by its identifier: the summary, or one parameter's text. Empty where none is at hand.</summary>
    internal static string Documentation(Assembly assembly, string identifier, string? parameter = null)
    {
        var members = Comments.GetOrAdd(assembly, static assembly =>
        {
            var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
            return File.Exists(path) ? XDocument.Load(path) : null;
        })?.Descendants("member")
            .Where(e => (string?)e.Attribute("name") is { } name && (name == identifier || name.StartsWith(identifier + "(", StringComparison.Ordinal))) ?? [];
        var element = parameter is null
            ? members.Elements("summary").FirstOrDefault()
            : members.Elements("param").FirstOrDefault(e => string.Equals((string?)e.Attribute("name"), parameter, StringComparison.OrdinalIgnoreCase));
        if (element is null) return "";
        element = new XElement(element);
        foreach (var reference in element.Descendants().Where(e => e.Attribute("cref") is not null || e.Attribute("name") is not null).ToList())
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name"))!.Split('.', ':')[^1]);
        return string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string NameOf(Type member, Type family)
    {
        if (member.GetCustomAttribute<NamedAttribute>() is { } named) return named.Name;
        var name = member.Name;
        if (name.EndsWith(family.Name, StringComparison.Ordinal) && name.Length > family.Name.Length) name = name[..^family.Name.Length];
        return SnakeCase(name);
    }
}
