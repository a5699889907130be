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

    /// <summary>Approximate mode collapse: the state is bounded, but points are held around a true point instead of on it, or while some came to a true point another is
    /// not visited. Where no point came to any, nothing has collapsed: all are frozen.</summary>
    Collapses,

    /// <summary>A generated point runs away, an oscillation grows until the points leave their true point, or a point that started near one was thrown out to where
    /// it rests far from all.</summary>
    Diverges,
}

/// <summary>What becomes of a whole game, from what becomes of its parts: the one definition that predictions, simulations and atlases share.</summary>
internal static class GameRegime
{
    /// <summary>The worst of the parts; a true point that nobody visits is a collapse, unless every generated point is frozen far from all of them.</summary>
    /// <param name="parts">What becomes of the generated points, point by point or region by region.</param>
    /// <param name="misses">Whether a true point with mass is not visited.</param>
    public static Regime Of(IEnumerable<Regime> parts, bool misses)
    {
        var all = parts.ToList();
        var worst = all.DefaultIfEmpty(Regime.Converges).Max();
        return misses && worst < Regime.Collapses && all.Any(part => part != Regime.Frozen) ? Regime.Collapses : worst;
    }
}
