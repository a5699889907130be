namespace NtkGan.Plots;

/// <summary>What a plot draws: numbers and a title, no appearance.</summary>
/// <param name="Title">Headline of the picture; empty for none.</param>
public abstract record PlotData(string Title)
{
    /// <summary>Refuses data that a picture would show wrongly or silently leave out.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    /// <exception cref="NumericalException">A number is NaN or infinite where none may be.</exception>
    public abstract void Check();
}
