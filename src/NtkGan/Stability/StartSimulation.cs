using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>How much of a game may be simulated to find its verdict.</summary>
/// <param name="Updates">Updates at most.</param>
/// <param name="Work">Pairs of points at most, times their coordinates.</param>
internal readonly record struct SimulationBounds(int Updates, long Work)
{
    /// <summary>For the verdict on a game: some tenths of a second.</summary>
    public static SimulationBounds Verdict => new(32_768, 100_000_000);

    /// <summary>For one of many values that might be advised.</summary>
    public static SimulationBounds Advice => new(4096, 10_000_000);
}

/// <summary>An exact simulation of a game from its start, as long as it takes to tell what becomes of it, within bounds. The verdict stands if
/// the whole run and its first half show the same, nothing of it may still change (<see cref="ObservedRegime.IsSettled"/>), and where all points have come
/// to rest the linear theory finds the rest stable; without a theory the first quarter must show the same too.</summary>
internal static class StartSimulation
{
    private const int FewestUpdates = 256;
    private const double PeriodsInHalf = 2, MemoriesInHalf = 1;

    /// <summary>The verdict.</summary>
    /// <param name="game">The game.</param>
    /// <param name="local">What the linear theory says of its regions, from which the time is estimated that a verdict takes; null if it says nothing.</param>
    /// <param name="bounds">How much may be simulated.</param>
    public static StabilityVerdict Of(GameConfiguration game, GameOutcome? local, SimulationBounds bounds)
    {
        var half = Math.Max(FewestUpdates, Slowest(game, local));
        if (!(2 * half <= bounds.Updates))
            return StabilityVerdict.Undecided(0, FormattableString.Invariant($"its slowest motion would take {2 * half:G3} updates to be seen in a simulation, more than the {bounds.Updates} that are tried"));
        var space = game.Real.Dimension > 2 ? ReducedSpace.Of(game) : ReducedSpace.Whole(game.Real.Dimension);
        var simulation = new KernelDescentAscent(space.Reduced(game), new BoundedHistory());
        List<Matrix> path = [simulation.Generated];
        Regime? before = null;
        var (work, alike) = (0L, 0);
        for (var end = (int)half; end <= bounds.Updates; end *= 2)
        {
            try
            {
                while (simulation.Updates < end)
                {
                    simulation.Advance();
                    path.Add(simulation.Generated);
                    work += ((long)simulation.Centres + game.Real.Count) * game.Generated.Count * space.Dimension;
                    if (work > bounds.Work)
                        return StabilityVerdict.Undecided(simulation.Updates, FormattableString.Invariant($"{simulation.Updates} updates of a simulation, all that is tried of a game of this size, do not decide"));
                }
            }
            catch (NumericalException)
            {
                return StabilityVerdict.Observed(Regime.Diverges, simulation.Updates);
            }

            var seen = ObservedRegime.Classify(simulation.Configuration, path);
            alike = seen.IsSettled && seen.Regime == before ? alike + 1 : 0;
            if (local is null ? alike >= 2 : alike >= 1 && IsConfirmed(game, space, path)) return StabilityVerdict.Observed(seen.Regime, end);
            before = seen.IsSettled ? seen.Regime : null;
        }

        return StabilityVerdict.Undecided(simulation.Updates, FormattableString.Invariant($"after {simulation.Updates} updates of a simulation the points have neither settled nor run away for good"));
    }

    // Updates in which the slowest motion shows: swings, and the discriminator's memory.
    private static double Slowest(GameConfiguration game, GameOutcome? local)
    {
        var (rates, steps) = (LocalRates.Of(game.Game), game.Game.DiscriminatorSteps);
        if (local is null) return Math.Ceiling(MemoriesInHalf * Memory(rates));
        var periods = local.Regions.SelectMany(region => region.Modes).Where(mode => mode is { MovesPoints: true, Alternates: true }).Select(mode => mode.Period * steps).ToList();
        if (local.Regions.Any(region => !region.Modes.Any(mode => mode.MovesPoints)))
        {
            var curvature = KernelCurvature.Of(game.Game.Kernel);
            periods.Add(Math.Tau * steps / Math.Sqrt(rates.CycleRate * rates.GeneratorRate * curvature.Gamma * game.Generated.Masses.Max() * game.Real.Masses.Max()));
        }

        return Math.Ceiling(Math.Max(PeriodsInHalf * periods.Where(double.IsFinite).DefaultIfEmpty(0).Max(), MemoriesInHalf * Memory(rates)));
    }

    private static double Memory(LocalRates rates) => rates.Regularisation == 0 ? 0 : 1 / (rates.DiscriminatorRate * rates.Regularisation);

    // A rest that a disturbance too small to be seen yet will undo is no verdict.
    private static bool IsConfirmed(GameConfiguration game, ReducedSpace space, List<Matrix> path)
    {
        var width = KernelCurvature.Of(game.Game.Kernel).Width;
        var last = path[^1];
        bool IsNear(Matrix positions) => Enumerable.Range(0, last.Rows).All(j => Math.Sqrt(DotProduct.SquaredDistance(positions.Row(j), last.Row(j))) <= ObservedRegime.Still * width);
        if (!path.Skip(path.Count * 3 / 4).All(IsNear)) return true;
        try
        {
            // In the whole space: across the span of its points a game rests even where that is unstable.
            var surface = new PredictionSurface(new(game.Game, game.Real, new(space.Points(last), game.Generated.Masses)));
            return surface.At(surface.Start).Regions.All(region => region.Regime != Regime.Diverges);
        }
        catch (NumericalException)
        {
            return false;
        }
    }
}
