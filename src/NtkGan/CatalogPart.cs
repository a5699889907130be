namespace NtkGan;

/// <summary>What one assembly adds to the catalog.</summary>
/// <param name="Families">The families it declares.</param>
/// <param name="Groups">The members it declares, by their families, which may be of other assemblies.</param>
public sealed record CatalogPart(ValueList<Family> Families, ValueList<MemberGroup> Groups);

/// <summary>A family.</summary>
/// <param name="Name">Its name in experiment files and on the command line.</param>
/// <param name="Type">The abstract record.</param>
public sealed record Family(string Name, Type Type);

/// <summary>The members that one assembly adds to one family, described when somebody first asks.</summary>
/// <param name="Family">The nearest family above the members.</param>
/// <param name="Describe">Describes them.</param>
public sealed record MemberGroup(Type Family, Func<IReadOnlyList<RecordDescription>> Describe)
{
    private readonly Lazy<IReadOnlyList<RecordDescription>> _members = new(Describe);

    /// <summary>The members.</summary>
    public IReadOnlyList<RecordDescription> Members => _members.Value;
}
