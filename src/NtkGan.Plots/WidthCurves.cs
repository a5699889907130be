namespace NtkGan.Plots;

/// <summary>A discriminator on the line at several widths, beside its limit.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Positions">x, increasing.</param>
/// <param name="Finite">c(f) at the positions, one curve for each width, narrow first.</param>
/// <param name="Limit">c(f) at infinite width.</param>
/// <param name="Inputs">Where the generated points are.</param>
/// <param name="Targets">Where the targets are.</param>
public sealed record WidthCurves(string Title, ValueList<double> Positions, ValueList<Curve> Finite, Curve Limit,
    ValueList<double> Inputs, ValueList<double> Targets) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        foreach (var curve in Finite.Append(Limit))
        {
            if (curve.Values.Count != Positions.Count) throw new ArgumentException($"The curve '{curve.Name}' has {curve.Values.Count} values for {Positions.Count} positions.");
            if (!curve.Values.All(double.IsFinite)) throw new NumericalException($"The curve '{curve.Name}' has a value that is NaN or infinite.");
        }

        if (!Positions.Concat(Inputs).Concat(Targets).All(double.IsFinite)) throw new NumericalException("A position on the line is NaN or infinite.");
    }
}
