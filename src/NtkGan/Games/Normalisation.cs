namespace NtkGan.Games;

/// <summary>How the points of a training problem are weighted.</summary>
public enum Normalisation
{
    /// <summary>Means over each measure: 1/n for each of n fakes, 1/m for each of m targets.</summary>
    PerMeasure,

    /// <summary>One mean over all points: 1/(n + m) for each. With n = m, twice the time of <see cref="PerMeasure"/> gives the same f.</summary>
    Pooled,
}
