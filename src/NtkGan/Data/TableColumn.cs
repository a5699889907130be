namespace NtkGan.Data;

/// <summary>A column of a table and the coordinates that stand for it, centred on the rows of the table.</summary>
/// <param name="Name">Its heading.</param>
public abstract record TableColumn(string Name)
{
    /// <summary>The number of coordinates.</summary>
    public abstract int Width { get; }

    /// <summary>What the column holds, for people: "whole numbers from 20 to 40".</summary>
    public abstract string Description { get; }

    /// <summary>The least and the greatest value of each coordinate.</summary>
    internal abstract IEnumerable<(double Lower, double Upper)> Bounds { get; }

    /// <summary>Writes the coordinates of a field that is not missing into a span of <see cref="Width"/> zeros.</summary>
    internal abstract void Encode(string field, Span<double> coordinates);

    /// <summary>The field that coordinates stand for; beyond their bounds they count as the bound.</summary>
    /// <param name="coordinates"><see cref="Width"/> finite numbers.</param>
    public abstract string Decode(ReadOnlySpan<double> coordinates);
}
