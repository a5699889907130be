using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Two landscapes over the same part of the plane, to be compared.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Across">Positions of the columns along x_1, increasing.</param>
/// <param name="Up">Positions of the rows along x_2, increasing.</param>
/// <param name="First">The left one.</param>
/// <param name="Second">The right one.</param>
/// <param name="Inputs">Generated points, n x 2; the arrows start there.</param>
/// <param name="Targets">Targets, m x 2.</param>
public sealed record LandscapePair(string Title, ValueList<double> Across, ValueList<double> Up, Landscape First, Landscape Second,
    Matrix Inputs, Matrix Targets) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        foreach (var landscape in new[] { First, Second })
        {
            if ((landscape.Values.Rows, landscape.Values.Columns) != (Up.Count, Across.Count))
                throw new ArgumentException($"The landscape '{landscape.Name}' is {landscape.Values.Rows} x {landscape.Values.Columns} on a grid of {Up.Count} x {Across.Count}.");
            if ((landscape.Arrows.Rows, landscape.Arrows.Columns) != (Inputs.Rows, 2)) throw new ArgumentException($"The landscape '{landscape.Name}' has {landscape.Arrows.Rows} arrows for {Inputs.Rows} inputs.");
            if (!landscape.Values.IsFinite() || !landscape.Arrows.IsFinite()) throw new NumericalException($"The landscape '{landscape.Name}' has a value that is NaN or infinite.");
        }

        if (Inputs.Columns != 2 || Targets.Columns != 2) throw new ArgumentException($"Points in the plane need 2 coordinates, not {Inputs.Columns} and {Targets.Columns}.");
        if (!Inputs.IsFinite() || !Targets.IsFinite()) throw new NumericalException("A point of the plane is NaN or infinite.");
    }
}

/// <summary>A function on a grid in the plane, and what it does to points.</summary>
/// <param name="Name">Caption.</param>
/// <param name="Values">c(f): row i, column j at (Across[j], Up[i]).</param>
/// <param name="Arrows">The velocities of the inputs, n x 2.</param>
public sealed record Landscape(string Name, Matrix Values, Matrix Arrows);
