using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Which of several kinds a place on a map is of, and what was found at some places.</summary>
/// <param name="Title">Headline.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Kinds">Names of the kinds, at most six.</param>
/// <param name="Cells">The number of the kind at each point of a grid that spans the axes, row 0 at the lower end of y.</param>
/// <param name="Marks">What was found.</param>
public sealed record RegionMap(string Title, MapAxis X, MapAxis Y, ValueList<string> Kinds, Matrix Cells, ValueList<MapMark> Marks) : PlotData(Title)
{
    /// <summary>Most kinds.</summary>
    public const int MostKinds = 6;

    /// <inheritdoc/>
    public override void Check()
    {
        X.Check();
        Y.Check();
        if (Cells.Rows == 0 || Cells.Columns == 0 || Kinds.Count is 0 or > MostKinds) throw new ArgumentException($"A map needs cells, and 1 to {MostKinds} kinds.");
        foreach (var kind in Cells.Values)
            if (!(kind >= 0 && kind < Kinds.Count && kind == Math.Floor(kind))) throw new ArgumentException(FormattableString.Invariant($"There is no kind {kind} of {Kinds.Count}."));
        if (Marks.Any(mark => mark.Kind < 0 || mark.Kind >= Kinds.Count)) throw new ArgumentException("A mark is of no kind.");
        if (!Marks.All(mark => double.IsFinite(X.At(mark.X)) && double.IsFinite(Y.At(mark.Y)))) throw new NumericalException("A mark lies at no place of the map.");
    }
}

/// <summary>What was found at a place of a map.</summary>
/// <param name="X">Its place along x.</param>
/// <param name="Y">Its place along y.</param>
/// <param name="Kind">The kind found.</param>
/// <param name="Agrees">Whether it is the kind that was expected there.</param>
public readonly record struct MapMark(double X, double Y, int Kind, bool Agrees);
