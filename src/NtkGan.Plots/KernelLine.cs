namespace NtkGan.Plots;

/// <summary>Kernels, or any functions, along a line.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Positions">Where on the line, increasing.</param>
/// <param name="Curves">k(x, p) at the positions, one curve for each anchor p or each kernel.</param>
/// <param name="Anchors">Positions to mark, such as p's own.</param>
/// <param name="PositionLabel">Label of the horizontal axis.</param>
/// <param name="ValueLabel">Label of the vertical axis.</param>
/// <param name="Slopes">The derivatives of the curves by the position, in their order; null if they are not shown.</param>
public sealed record KernelLine(string Title, ValueList<double> Positions, ValueList<Curve> Curves, ValueList<double> Anchors,
    string PositionLabel = "position along the line", string ValueLabel = "k(x, p)", ValueList<Curve>? Slopes = null) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Slopes is { } slopes && slopes.Count != Curves.Count) throw new ArgumentException($"{slopes.Count} slopes do not fit {Curves.Count} curves.");
        foreach (var curve in Curves.Concat(Slopes ?? []))
        {
            if (curve.Values.Count != Positions.Count)
                throw new ArgumentException($"The curve '{curve.Name}' has {curve.Values.Count} values for {Positions.Count} positions.");
            if (!curve.Values.All(double.IsFinite)) throw new NumericalException($"The curve '{curve.Name}' has a value that is NaN or infinite.");
        }

        if (!Positions.Concat(Anchors).All(double.IsFinite)) throw new NumericalException("A position on the line is NaN or infinite.");
    }
}
