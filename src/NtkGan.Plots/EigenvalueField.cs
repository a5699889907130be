using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>The modulus of the leading eigenvalue over two parameters, of one or several games.</summary>
/// <param name="Title">Headline.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Quantity">What is shown, such as "max |z|": its edge of stability is 1.</param>
/// <param name="Panels">One map for each game, at least one.</param>
public sealed record EigenvalueField(string Title, MapAxis X, MapAxis Y, string Quantity, ValueList<EigenvaluePanel> Panels) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        X.Check();
        Y.Check();
        if (Panels.Count == 0) throw new ArgumentException("A field of eigenvalues needs at least one map.");
        foreach (var panel in Panels)
        {
            if (panel.Values.Rows < 2 || panel.Values.Columns < 2 || (panel.Values.Rows, panel.Values.Columns) != (panel.Oscillates.Rows, panel.Oscillates.Columns))
                throw new ArgumentException("A map of eigenvalues needs at least 2 x 2 points, and as many of both kinds.");
            if (!panel.Values.IsFinite() || !panel.Oscillates.IsFinite()) throw new NumericalException("An eigenvalue of a map is NaN or infinite.");
        }
    }
}

/// <summary>One map.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Values">The quantity at each point of a grid that spans the axes, row 0 at the lower end of y.</param>
/// <param name="Oscillates">1 where the leading pair is complex, 0 elsewhere; or any function that changes sides of 1/2 there.</param>
public sealed record EigenvaluePanel(string Name, Matrix Values, Matrix Oscillates);
