namespace NtkGan.Stability;

/// <summary>Finds verdicts: by the linear theory where it reaches the start, else by a bounded simulation of the game.</summary>
/// <param name="surface">The game.</param>
internal sealed class VerdictFinder(PredictionSurface surface)
{
    /// <summary>The verdict at some numbers of the game.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="bounds">How much may be simulated.</param>
    /// <exception cref="UsageException">The numbers leave the range of floating-point numbers.</exception>
    public StabilityVerdict At(GameParameters numbers, SimulationBounds bounds)
    {
        var regions = surface.RegionsAt(numbers);
        var outcome = surface.At(numbers);
        if (Obstacle(regions) is not { } obstacle) return StabilityVerdict.Predicted(outcome.Regime);
        var seen = StartSimulation.Of(surface.ConfigurationAt(numbers), outcome, bounds);
        return seen with { Reason = seen.Regime is null ? $"{obstacle}, and {seen.Reason}" : obstacle };
    }

    /// <summary>Why the theory does not decide the game, as a clause; null if it does.</summary>
    private static string? Obstacle(IReadOnlyList<RegionPrediction> regions)
    {
        for (var i = 0; i < regions.Count; i++)
            if (regions[i].Obstacle is { } obstacle) return regions.Count == 1 ? obstacle : FormattableString.Invariant($"in region {i + 1} {obstacle}");
        return null;
    }
}
