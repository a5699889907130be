namespace NtkGan.Stability;

/// <summary>What becomes of a game, from harmless to severe; of several regions the worst counts. The definitions are this library's, after the
/// phenomena of Becker, Pandit, Rangan, Fletcher (2022).</summary>
public enum Regime
{
    /// <summary>Every true point is visited and every generated point comes to rest on one, at last without crossing it.</summary>
    Converges,

    /// <summary>The generated points swing about their true points: with a shrinking amplitude, or with a constant one where nothing damps them.</summary>
    Oscillates,

    /// <summary>A generated point rests far from every true point, where the discriminator is flat.</summary>
    Frozen,

    /// <summary>Approximate mode collapse: the state is bounded, but a true point is not visited, or points are held around one instead of on it.</summary>
    Collapses,

    /// <summary>A generated point runs away, or an oscillation grows until the points leave their true point.</summary>
    Diverges,
}
