using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace NtkGan;

/// <summary>Marks an abstract record as a family: its public sealed children, in this and in other assemblies, appear in
/// experiment files, in <c>ntkgan list</c> and in the contract tests without a list to edit.</summary>
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

/// <summary>The families and their members, in the library and in every assembly that references it. Each assembly describes its own in code that
/// the package's source generator writes, and registers them the moment it is first used; nothing is found by reflection, so the catalog is the
/// same after trimming and native compilation.</summary>
public static class Catalog
{
    private static readonly Lock Gate = new();
    private static volatile CatalogIndex _index = new([]);

    /// <summary>Every family by its name.</summary>
    public static IReadOnlyDictionary<string, Type> Families => _index.Families;

    /// <summary>Takes up what an assembly adds; called by generated code. A second time does no harm.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="part">Makes the description of its families and members, when somebody first asks.</param>
    public static void Register(Assembly assembly, Func<CatalogPart> part)
    {
        lock (Gate)
        {
            if (!_index.Knows(assembly)) _index = _index.With(assembly, part);
        }
    }

    /// <summary>Makes an assembly register its families and members now, where no code of it has run yet; again does no harm.</summary>
    /// <exception cref="UsageException">The assembly describes none: no public sealed type in it belongs to a family, or it was built without the
    /// source generator of the package NtkGan.</exception>
    public static void Register(Assembly assembly)
    {
        if (!_index.Knows(assembly)) RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        if (!_index.Knows(assembly))
            throw new UsageException($"The assembly '{assembly.GetName().Name}' adds no family and no member: it needs a public sealed type that derives from a family, and a reference to the package NtkGan, whose source generator describes it.");
    }

    /// <summary>The members of a family, by name; of any other type, the members that derive from it.</summary>
    public static IReadOnlyList<Member> Members(Type family) => _index.Members(family).All;

    /// <summary>The members of a family, by name.</summary>
    public static IReadOnlyList<Member> Members<TFamily>() => Members(typeof(TFamily));

    /// <summary>The member of a family with a name; hyphens count as underscores.</summary>
    /// <exception cref="UsageException">No member has it; the message offers the nearest.</exception>
    public static Member Find(Type family, string name)
    {
        var (wanted, members) = (name.Replace('-', '_'), _index.Members(family));
        return members.ByName.TryGetValue(wanted, out var member) ? member
            : throw new UsageException($"There is no {FamilyName(family)} '{name}'.{Suggestion.For(wanted, members.All.Select(m => m.Name))}");
    }

    /// <summary>The name of a member's type within its family; of a type that the catalog does not hold, the one it would have by its type's name.</summary>
    /// <exception cref="ArgumentException">The type belongs to no family.</exception>
    public static string NameOf(Type member) => _index.NameOf(member);

    /// <summary>The description of a member's type, or null where the catalog does not hold it, for example because the type is not public.</summary>
    public static RecordDescription? Describe(Type member) => _index.Describe(member);

    /// <summary>True if a type is a family, so that its values are named members.</summary>
    public static bool IsFamily(Type type) => _index.IsFamily(type);

    /// <summary>The name of a family in messages.</summary>
    public static string FamilyName(Type family) => _index.FamilyName(family)?.Replace('_', ' ') ?? SnakeCase(family.Name);

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
}
