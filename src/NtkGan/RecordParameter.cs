namespace NtkGan;

/// <summary>One constructor parameter of a record, which is a key of an experiment file.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Help">Its doc comment as one paragraph; empty where there is none.</param>
/// <param name="Read">Gives the parameter's value back from a record.</param>
/// <param name="MayBeNull">Whether null is a value.</param>
/// <param name="MayBeInfinite">Whether infinity is a value.</param>
/// <param name="HasDefault">Whether it may be left out.</param>
/// <param name="Default">The value where it is left out.</param>
public sealed record RecordParameter(string Name, ValueKind Kind, string Help, Func<object, object?> Read, bool MayBeNull, bool MayBeInfinite, bool HasDefault, object? Default)
{
    /// <summary>The key of an experiment file: the name in snake_case.</summary>
    public string Key { get; } = Catalog.SnakeCase(Name);
}
