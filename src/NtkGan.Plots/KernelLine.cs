namespace NtkGan.Plots;

/// <summary>Kernels, or any functions, along a line.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Positions">Where on the line, increasing.</param>
/// <param name="Curves">k(x, p) at the positions, one curve for each anchor p or each kernel.</param>
/// <param name="Anchors">Positions to mark, such as p's own.</param>
/// <param name="PositionLabel">Label of the horizontal axis.</param>
/// <param name="ValueLabel">Label of the vertical axis.</param>
public sealed record KernelLine(string Title, ValueList<double> Positions, ValueList<Curve> Curves, ValueList<double> Anchors,
    string PositionLabel = "position along the line", string ValueLabel = "k(x, p)") : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        foreach (var curve in Curves)
        {
            if (curve.Values.Count != Positions.Count)
                throw new ArgumentException($"The curve '{curve.Name}' has {curve.Values.Count} values for {Positions.Count} positions.");
            if (!curve.Values.All(double.IsFinite)) throw new NumericalException($"The curve '{curve.Name}' has a value that is NaN or infinite.");
        }

        if (!Positions.Concat(Anchors).All(double.IsFinite)) throw new NumericalException("A position on the line is NaN or infinite.");
    }
}
