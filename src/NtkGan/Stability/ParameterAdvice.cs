namespace NtkGan.Stability;

/// <summary>How far a parameter must move, the others staying, for the game to end better, and how far it may move before it ends worse.
/// Boundaries of the linear theory are sought four decades up and down in steps of 6 % and then bisected, so that a closed form is met to rounding; a window of values narrower
/// than a step can be missed. From 0 the search goes up alone, eight decades from 1e-6/eta_d.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Current">Its value now.</param>
/// <param name="Safe">The nearest value (by ratio) on the less severe side by the linear theory alone; the present one if that converges, null if none was found.</param>
/// <param name="Regime">The theory's regime there; its present one if none was found.</param>
/// <param name="Advised">A value of three digits from which the game's own start leads to a better end: both the theory and the verdict on
/// the changed game say so, so that predicting that game gives this regime. Null if the game converges, or none was found.</param>
/// <param name="WorseBelow">The margin downwards of a predicted verdict: the nearest lower value with a more severe one, itself checked a little below; null if none was found.</param>
/// <param name="WorseAbove">The margin upwards; null if none was found.</param>
public sealed record ParameterAdvice(
    GameParameter Parameter, double Current, double? Safe, Regime Regime, ParameterBoundary? Advised, ParameterBoundary? WorseBelow, ParameterBoundary? WorseAbove)
{
    private const double Beyond = 1.05;

    // How far beyond a boundary of the theory, or from the present value, a better end is looked for.
    private static readonly double[] Ladder = [1, 1.1, 1.25, 1.5, 2, 3, 5, 10];

    /// <summary>The advice for one parameter.</summary>
    /// <param name="surface">The game.</param>
    /// <param name="parameter">Which number to move.</param>
    /// <param name="verdict">The verdict on the game as it is.</param>
    internal static ParameterAdvice Of(PredictionSurface surface, GameParameter parameter, StabilityVerdict verdict)
    {
        var (scan, finder) = (new ParameterScan(surface, parameter), new VerdictFinder(surface));
        var (current, present) = (scan.Current, scan.At(scan.Current));
        var (above, below) = (scan.First(1, regime => regime < present), scan.First(-1, regime => regime < present));
        var nearest = new[] { above, below }.OfType<ParameterBoundary>().MinBy(boundary => Distance(boundary.Value));
        var (safe, regime) = present == Regime.Converges ? (current, present) : (nearest?.Value, nearest?.Regime ?? present);
        return new(parameter, current, safe, regime, Advise(), Margin(-1), Margin(1));

        double Distance(double value) => current > 0 ? Math.Abs(Math.Log(value / current)) : value;

        StabilityVerdict At(double value) => finder.At(surface.Start.With(parameter, value), SimulationBounds.Advice);

        ParameterBoundary? Advise()
        {
            // What cannot be told is as good as the worst; and a swing that dies out would be an improvement on it.
            var wanted = verdict.Regime ?? Regime.Frozen;
            if (wanted == Regime.Converges) return null;
            foreach (var value in Candidates(1, scan.First(1, better => better < wanted)).Concat(Candidates(-1, scan.First(-1, better => better < wanted))).Distinct().OrderBy(Distance))
                if (scan.At(value) < wanted && At(value).Regime is { } promised && promised < wanted) return new(value, promised);
            return null;
        }

        IEnumerable<double> Candidates(int direction, ParameterBoundary? boundary)
        {
            double? from = scan.At(current) < (verdict.Regime ?? Regime.Frozen) && current > 0 ? current : boundary?.Value;
            return from is not { } start ? [] : Ladder.Select(factor => Rounded(start * Math.Pow(factor, direction), direction)).Where(value => value != current && value > 0 && ParameterScan.IsWithin(value));
        }

        ParameterBoundary? Margin(int direction)
        {
            if (verdict.Basis != VerdictBasis.Predicted || scan.First(direction, worse => worse > present) is not { } boundary) return null;
            var beyond = boundary.Value * Math.Pow(Beyond, direction);
            return ParameterScan.IsWithin(beyond) && At(beyond).Regime is { } seen && seen > verdict.Regime ? boundary with { Regime = seen } : null;
        }
    }

    // To three digits, away from the boundary.
    private static double Rounded(double value, int direction)
    {
        var digit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        var count = value / digit;
        return double.Parse(FormattableString.Invariant($"{(direction > 0 ? Math.Ceiling(count) : Math.Floor(count)) * digit:G4}"), System.Globalization.CultureInfo.InvariantCulture);
    }
}
