namespace NtkGan.Stability;

/// <summary>How far a parameter must move, the others staying, for the prediction to become less severe, and how far it may move before it becomes more severe.
/// Boundaries are sought four decades up and down in steps of 6 % and then bisected, so that a closed form is met to rounding; a window of values narrower
/// than a step can be missed. From 0 the search goes up alone, eight decades from 1e-6/eta_d.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Current">Its value now.</param>
/// <param name="Safe">The nearest value (by ratio) on the less severe side; the present one if the game converges, null if none was found.</param>
/// <param name="Regime">The regime there; the present one if none was found.</param>
/// <param name="WorseBelow">The margin downwards: the nearest lower value with a more severe verdict; null if none was found.</param>
/// <param name="WorseAbove">The margin upwards; null if none was found.</param>
public sealed record ParameterAdvice(
    GameParameter Parameter, double Current, double? Safe, Regime Regime, ParameterBoundary? WorseBelow, ParameterBoundary? WorseAbove)
{
    /// <summary>The advice for one parameter.</summary>
    /// <param name="surface">The game.</param>
    /// <param name="parameter">Which number to move.</param>
    public static ParameterAdvice Of(PredictionSurface surface, GameParameter parameter)
    {
        var scan = new ParameterScan(surface, parameter);
        var (current, present) = (scan.Current, scan.At(scan.Current));
        var (below, above) = (scan.First(-1, regime => regime > present), scan.First(1, regime => regime > present));
        if (present == Regime.Converges) return new(parameter, current, current, present, below, above);
        var better = new[] { scan.First(1, regime => regime < present), scan.First(-1, regime => regime < present) }
            .OfType<ParameterBoundary>().MinBy(boundary => Math.Abs(Math.Log(boundary.Value / current)));
        return new(parameter, current, better?.Value, better?.Regime ?? present, below, above);
    }
}
