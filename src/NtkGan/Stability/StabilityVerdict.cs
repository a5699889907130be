namespace NtkGan.Stability;

/// <summary>What a verdict rests on.</summary>
public enum VerdictBasis
{
    /// <summary>The linear theory: every region has a stable equilibrium and its points start within the theory's reach of it, or feel nothing.</summary>
    Predicted,

    /// <summary>An exact simulation of the game from its own start, of a stated number of updates: it holds for this start and these updates.</summary>
    Observed,

    /// <summary>Nothing: the theory does not reach the start, and the simulation did not decide, for a stated reason.</summary>
    Undecided,
}

/// <summary>What becomes of a game from its start, with what that rests on.</summary>
/// <param name="Basis">Theory, simulation, or nothing.</param>
/// <param name="Regime">The regime; null where it cannot be told.</param>
/// <param name="Updates">Updates of the simulation; 0 where none was needed.</param>
/// <param name="Reason">Why the theory does not decide, or why nothing does: a clause without a full stop; empty where it is predicted.</param>
public sealed record StabilityVerdict(VerdictBasis Basis, Regime? Regime, int Updates, string Reason)
{
    internal static StabilityVerdict Predicted(Regime regime) => new(VerdictBasis.Predicted, regime, 0, "");

    internal static StabilityVerdict Observed(Regime regime, int updates) => new(VerdictBasis.Observed, regime, updates, "");

    internal static StabilityVerdict Undecided(int updates, string reason) => new(VerdictBasis.Undecided, null, updates, reason);
}
