namespace NtkGan.Plots;

/// <summary>How well a plot suits some data; <see cref="Plot.For"/> takes the best.</summary>
public enum Fit
{
    /// <summary>The plot cannot draw the data.</summary>
    None,

    /// <summary>The plot draws the data where it is asked for by name.</summary>
    OnRequest,

    /// <summary>The plot draws the data unless a more special one does.</summary>
    General,

    /// <summary>The plot is made for data of this kind and shape.</summary>
    Special,
}
