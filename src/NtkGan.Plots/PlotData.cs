namespace NtkGan.Plots;

/// <summary>What a plot draws: numbers and a title, no appearance.</summary>
/// <param name="Title">Headline of the picture; empty for none.</param>
public abstract record PlotData(string Title)
{
    /// <summary>A line or a few below the picture that say where it is from (kernel, loss, number of points, seed, ...), so that it can stand alone; empty for
    /// none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Refuses data that a picture would show wrongly or silently leave out.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    /// <exception cref="NumericalException">A number is NaN or infinite where none may be.</exception>
    public abstract void Check();
}
