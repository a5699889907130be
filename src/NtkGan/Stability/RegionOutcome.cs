namespace NtkGan.Stability;

/// <summary>Where the generated points of a region are headed.</summary>
public enum Destination
{
    /// <summary>Nowhere: the region has a true point and no generated one, so nobody feels the discriminator's bump there.</summary>
    NobodyComes,

    /// <summary>Where they are: outside all regions of true points every place is an equilibrium.</summary>
    Anywhere,

    /// <summary>Onto the region's true point.</summary>
    OnTruePoint,

    /// <summary>Around the region's true point, pushed apart since their mass exceeds its own.</summary>
    AroundTruePoint,

    /// <summary>An equilibrium shared by several true points that are not isolated from each other.</summary>
    Shared,

    /// <summary>There is no equilibrium: without regularisation, a region whose masses do not balance drives its discriminator without bound.</summary>
    None,
}

/// <summary>What the linear theory says of a region.</summary>
/// <param name="Regime">What becomes of it.</param>
/// <param name="Destination">Where its points are headed.</param>
/// <param name="Modes">The modes there, per coordinate for points at one place; empty where there is no equilibrium.</param>
public sealed record RegionOutcome(Regime Regime, Destination Destination, ValueList<Mode> Modes)
{
    /// <summary>Eigenvalues within this distance of |z| = 1 count as lying on it.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>True if a generated point in a flat place is in an unstable balance that nothing disturbs: the forces of all others are below half a unit
    /// in the last place of its coordinates, so that it stays in double precision, and runs away once kicked.</summary>
    public bool IsUndisturbed { get; init; }

    /// <summary>True if only the next order decides (masses balance, several points): the spread decays as 1/(1/v_0 + 3 eta_g q Q gamma^2 k/lambda).</summary>
    public bool IsAlgebraic { get; init; }

    /// <summary>The lasting generated points that other equilibria could not hold: rows of the game's generated points, now on their own.</summary>
    public ValueList<int> Escaping { get; init; } = [];

    /// <summary>The resting points where they were searched, in units of the game; null for points at one place.</summary>
    public PointEquilibrium? Equilibrium { get; init; }

    /// <summary>Distances of the resting points from the region's nearest true point where they were searched.</summary>
    public ValueList<double> Offsets { get; init; } = [];

    /// <summary>The largest |z| of all modes but the neutral ones, free directions included: a disturbance shrinks, or grows, at last by this factor a cycle.
    /// 0 where there is no mode.</summary>
    public double Rate => Modes.Where(mode => mode.Kind != ModeKind.Neutral).Select(mode => mode.Modulus).DefaultIfEmpty(0).Max();

    /// <summary>True if every mode shrinks: the neutral ones aside, and those of a balanced group, which the next order shrinks.</summary>
    public bool IsStrictlyStable => Modes.All(mode => mode.Kind == ModeKind.Neutral || (IsAlgebraic && mode.Kind == ModeKind.Difference) || mode.Modulus < 1 - Tolerance);

    /// <summary>The mode that shows longest in the points: the largest |z| of those that move them; among equal ones, one that alternates. Null if none does.</summary>
    public Mode? Dominant
    {
        get
        {
            var moving = Modes.Where(mode => mode.MovesPoints).ToList();
            return moving.Count == 0 ? null
                : moving.Where(mode => mode.Modulus >= moving.Max(other => other.Modulus) - Tolerance).OrderByDescending(mode => mode.Alternates).First();
        }
    }

    /// <summary>The outcome at an equilibrium: it diverges if a mode grows; stable, it is of the given regime, or if none is given it
    /// oscillates or converges as its dominant mode does.</summary>
    internal static RegionOutcome At(Destination destination, IReadOnlyList<Mode> modes, double tolerance = Tolerance, Regime? stable = null)
    {
        var outcome = new RegionOutcome(Regime.Converges, destination, ValueList.From(modes));
        var regime = outcome.Rate > 1 + tolerance ? Regime.Diverges
            : stable ?? (outcome.Dominant is { Alternates: true } ? Regime.Oscillates : Regime.Converges);
        return outcome with { Regime = regime };
    }
}
