namespace NtkGan.Plots;

/// <summary>The eigenvalues of Gram matrices.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Spectra">One list of eigenvalues for each matrix, in any order.</param>
public sealed record EigenvalueList(string Title, ValueList<Curve> Spectra) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        foreach (var spectrum in Spectra)
            if (!spectrum.Values.All(double.IsFinite)) throw new NumericalException($"An eigenvalue of '{spectrum.Name}' is NaN or infinite.");
    }
}
