namespace NtkGan;

/// <summary>What an experiment file sees of a record: the parameters of its longest public constructor, and how to make one of them. Written by the
/// source generator of the package, for members of families and for the records that these hold.</summary>
/// <param name="type">The record.</param>
/// <param name="givenName">The name that a <see cref="NamedAttribute"/> gives, or null.</param>
/// <param name="help">The summary of the doc comment, as one paragraph.</param>
/// <param name="parameters">The parameters of the constructor.</param>
/// <param name="make">Calls the constructor with one argument for each parameter.</param>
/// <param name="example">Reads the type's public static property <c>Example</c>; null where there is none.</param>
public sealed class RecordDescription(Type type, string? givenName, string help, IReadOnlyList<RecordParameter> parameters, Func<object?[], object> make, Func<object>? example)
{
    /// <summary>The record.</summary>
    public Type Type { get; } = type;

    /// <summary>The name that a <see cref="NamedAttribute"/> gives, or null.</summary>
    public string? GivenName { get; } = givenName;

    /// <summary>The summary of the doc comment, as one paragraph; empty where there is none.</summary>
    public string Help { get; } = help;

    /// <summary>The parameters of the constructor, in its order.</summary>
    public IReadOnlyList<RecordParameter> Parameters { get; } = parameters;

    /// <summary>Calls the constructor.</summary>
    /// <param name="arguments">One value for each parameter, of its type.</param>
    public object Make(params object?[] arguments) => make(arguments);

    /// <summary>A small legal instance: the type's static property <c>Example</c>, or else all defaults.</summary>
    /// <exception cref="InvalidOperationException">The type has neither.</exception>
    public object Example()
    {
        if (example is not null) return example();
        if (Parameters.FirstOrDefault(parameter => !parameter.HasDefault) is { } required)
            throw new InvalidOperationException($"{Type} needs a static property Example, for '{required.Name}' has no default.");
        return make([.. Parameters.Select(parameter => parameter.Default)]);
    }
}
