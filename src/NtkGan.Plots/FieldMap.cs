using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Arrows in the plane.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Positions">Where the arrows start, n x 2.</param>
/// <param name="Arrows">The arrows, n x 2.</param>
/// <param name="Targets">Points to mark, m x 2.</param>
/// <param name="Meaning">What the arrows are, for the legend.</param>
public sealed record FieldMap(string Title, Matrix Positions, Matrix Arrows, Matrix Targets, string Meaning) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Positions.Columns != 2 || Arrows.Columns != 2 || Targets.Columns != 2)
            throw new ArgumentException($"Arrows in the plane need 2 coordinates, not {Positions.Columns}, {Arrows.Columns} and {Targets.Columns}.");
        if (Arrows.Rows != Positions.Rows) throw new ArgumentException($"{Arrows.Rows} arrows do not fit {Positions.Rows} positions.");
        if (!Positions.IsFinite() || !Arrows.IsFinite() || !Targets.IsFinite()) throw new NumericalException("An arrow or a point of the field is NaN or infinite.");
    }
}
