namespace NtkGan.Data;

/// <summary>A column of a table and the coordinates that stand for it, each between 0 and 1.</summary>
/// <param name="Name">Its heading.</param>
public abstract record TableColumn(string Name)
{
    /// <summary>The number of coordinates.</summary>
    public abstract int Width { get; }

    /// <summary>Writes the coordinates of a field that is not missing into a span of <see cref="Width"/> zeros.</summary>
    internal abstract void Encode(string field, Span<double> coordinates);

    /// <summary>The field that coordinates stand for; beyond 0 or 1 they count as 0 or 1.</summary>
    /// <param name="coordinates"><see cref="Width"/> finite numbers.</param>
    public abstract string Decode(ReadOnlySpan<double> coordinates);
}
