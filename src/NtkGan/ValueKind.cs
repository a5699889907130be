namespace NtkGan;

/// <summary>What the values of a parameter are, as experiment files see it.</summary>
/// <param name="Type">The type of the values, Nullable removed.</param>
public abstract record ValueKind(Type Type);

/// <summary>A number, a truth value or a text.</summary>
/// <param name="Type">double, int, long, ulong, bool or string.</param>
public sealed record ScalarKind(Type Type) : ValueKind(Type);

/// <summary>A value of an enumeration, by its name in snake_case.</summary>
/// <param name="Type">The enumeration.</param>
public abstract record ChoiceKind(Type Type) : ValueKind(Type)
{
    /// <summary>The values with their names, in the order of the enumeration.</summary>
    public abstract IReadOnlyList<(string Name, object Value)> Choices { get; }
}

/// <summary>A value of one enumeration.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed record ChoiceKind<TEnum>() : ChoiceKind(typeof(TEnum)) where TEnum : struct, Enum
{
    // By names and boxes: a generic loop is compiled anew for every enumeration, at the start of every program.
    private static readonly (string, object)[] All = Array.ConvertAll(Enum.GetNames(typeof(TEnum)), static name => (Catalog.SnakeCase(name), Enum.Parse(typeof(TEnum), name)));

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, object Value)> Choices => All;
}

/// <summary>A <see cref="ValueList{T}"/>.</summary>
/// <param name="Type">The type of the list.</param>
/// <param name="Item">What its items are.</param>
public abstract record ListKind(Type Type, ValueKind Item) : ValueKind(Type)
{
    /// <summary>The list of some items, each of its type.</summary>
    public abstract object Make(IReadOnlyList<object> items);
}

/// <summary>A list of items of one type.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="Item">What they are.</param>
public sealed record ListKind<TItem>(ValueKind Item) : ListKind(typeof(ValueList<TItem>), Item)
{
    /// <inheritdoc/>
    public override object Make(IReadOnlyList<object> items) => ValueList.From(items.Cast<TItem>());
}

/// <summary>A member of a family.</summary>
/// <param name="Type">The family.</param>
public sealed record FamilyKind(Type Type) : ValueKind(Type);

/// <summary>A record that is no choice among members, such as the settings of a part.</summary>
/// <param name="Type">The record.</param>
/// <param name="Describe">Makes its description.</param>
public sealed record RecordKind(Type Type, Func<RecordDescription> Describe) : ValueKind(Type)
{
    private readonly Lazy<RecordDescription> _description = new(Describe);

    /// <summary>What the record holds.</summary>
    public RecordDescription Description => _description.Value;
}
