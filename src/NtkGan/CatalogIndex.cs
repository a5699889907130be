using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace NtkGan;

/// <summary>The parts that are registered at one moment, with what was looked up in them. A later registration makes a new index.</summary>
internal sealed class CatalogIndex(ImmutableList<CatalogIndex.Registered> parts)
{
    private readonly ConcurrentDictionary<Type, MemberList> _members = new();
    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly Lazy<Dictionary<Type, string>> _families = new(() => parts.SelectMany(part => part.Part.Value.Families).ToDictionary(family => family.Type, family => family.Name));

    /// <summary>An assembly and what it adds, described when somebody first asks. No tuple: of a reference type, collections are compiled already.</summary>
    internal sealed record Registered(Assembly Assembly, Lazy<CatalogPart> Part);

    /// <summary>The members of one family.</summary>
    internal sealed record MemberList(IReadOnlyList<Member> All, IReadOnlyDictionary<string, Member> ByName, IReadOnlyDictionary<Type, Member> ByType);

    public IReadOnlyDictionary<string, Type> Families => _families.Value.OrderBy(family => family.Value, StringComparer.Ordinal).ToDictionary(family => family.Value, family => family.Key);

    public bool Knows(Assembly assembly) => parts.Any(part => part.Assembly == assembly);

    public CatalogIndex With(Assembly assembly, Func<CatalogPart> part) => new(parts.Add(new(assembly, new(part))));

    public bool IsFamily(Type type) => _families.Value.ContainsKey(type);

    public string? FamilyName(Type type) => _families.Value.GetValueOrDefault(type);

    /// <exception cref="UsageException">Two assemblies give one name to two members.</exception>
    public MemberList Members(Type family) => _members.GetOrAdd(family, wanted =>
    {
        List<Member> all = [.. parts.SelectMany(part => part.Part.Value.Groups)
            .Where(group => group.Family.IsAssignableTo(wanted) || wanted.IsAssignableTo(group.Family))
            .SelectMany(group => group.Members)
            .Where(member => member.Type.IsAssignableTo(wanted))
            .Select(member => new Member(member.GivenName ?? NameWithin(wanted, member.Type), member))
            .OrderBy(member => member.Name, StringComparer.Ordinal)];
        if (all.GroupBy(member => member.Name).FirstOrDefault(same => same.Count() > 1)?.ToList() is [var first, var second, ..])
            throw new UsageException($"Two members of the family {FamilyName(wanted)} are called '{first.Name}': {first.Type} of {first.Type.Assembly.GetName().Name} and {second.Type} of {second.Type.Assembly.GetName().Name}. Give one of them another name by the attribute Named.");
        return new(all, all.ToDictionary(member => member.Name), all.ToDictionary(member => member.Type));
    });

    public string NameOf(Type member) => _names.GetOrAdd(member, type => FamilyOf(type) is not { } family ? throw new ArgumentException($"{type} belongs to no family.", nameof(member))
        : Members(family).ByType.TryGetValue(type, out var known) ? known.Name : NameWithin(family, type));

    public RecordDescription? Describe(Type member) => FamilyOf(member) is { } family ? Members(family).ByType.GetValueOrDefault(member)?.Description : null;

    private Type? FamilyOf(Type member)
    {
        var type = member.BaseType;
        while (type is not null && !IsFamily(type)) type = type.BaseType;
        return type;
    }

    private static string NameWithin(Type family, Type member) => Catalog.SnakeCase(
        member.Name.EndsWith(family.Name, StringComparison.Ordinal) && member.Name.Length > family.Name.Length ? member.Name[..^family.Name.Length] : member.Name);
}
