namespace NtkGan;

/// <summary>One member of a family.</summary>
/// <param name="Name">Its name in experiment files.</param>
/// <param name="Description">What the catalog knows of its type.</param>
public sealed record Member(string Name, RecordDescription Description)
{
    /// <summary>The sealed record.</summary>
    public Type Type => Description.Type;

    /// <summary>The summary of the type's doc comment, as one paragraph.</summary>
    public string Help => Description.Help;

    /// <summary>What an experiment file's keys fill, in the constructor's order.</summary>
    public IReadOnlyList<RecordParameter> Parameters => Description.Parameters;

    /// <summary>A small legal instance: the type's static property <c>Example</c>, or else all defaults.</summary>
    /// <exception cref="InvalidOperationException">The type has neither.</exception>
    public object Example() => Description.Example();
}
