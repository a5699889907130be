namespace NtkGan.Plots;

/// <summary>A discriminator on the line at several widths, beside its limit.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Positions">x, increasing.</param>
/// <param name="Finite">c(f) at the positions, one curve for each width, narrow first.</param>
/// <param name="Limit">c(f) at infinite width.</param>
/// <param name="Inputs">Where the generated points are.</param>
/// <param name="Targets">Where the targets are.</param>
/// <param name="Errors">How far networks of each width are from the limit, at least two widths; no panel for it if not given.</param>
public sealed record WidthCurves(string Title, ValueList<double> Positions, ValueList<Curve> Finite, Curve Limit,
    ValueList<double> Inputs, ValueList<double> Targets, ValueList<NetworkErrors>? Errors = null) : PlotData(Title)
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
        if (Errors is null) return;
        if (Errors.Count < 2 || Errors.Any(error => error.Width < 1 || error.Each.Count == 0)) throw new ArgumentException("Errors against the width need two widths of at least 1, and a network of each.");
        if (!Errors.All(error => error.Each.All(double.IsFinite))) throw new NumericalException("The error of a network is NaN or infinite.");
    }
}

/// <summary>How far networks of one width are from their limit.</summary>
/// <param name="Width">Neurons of a hidden layer.</param>
/// <param name="Each">The root mean square error of each network.</param>
public sealed record NetworkErrors(int Width, ValueList<double> Each)
{
    /// <summary>The root mean square of the networks' errors.</summary>
    internal double Mean => Math.Sqrt(Each.Select(error => error * error).Average());
}
