namespace NtkGan.Stability;

/// <summary>How far a parameter must move, the others staying, for the prediction to become less severe.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Current">Its value now.</param>
/// <param name="Safe">The nearest value (by ratio) on the less severe side, at the boundary up to 1e-12 of itself; null if none was found.</param>
/// <param name="Regime">The regime there; the present one if none was found.</param>
public sealed record ParameterAdvice(GameParameter Parameter, double Current, double? Safe, Regime Regime)
{
    private const int StepsPerDecade = 40, Decades = 4, Bisections = 60;

    /// <summary>The advice for one parameter: looks up and down in steps of 6 % over four decades each way, then bisects the exact conditions, so that
    /// a closed form is met to rounding. A window of values narrower than a step can be missed. From 0 it looks up eight decades from 1e-6/eta_d.</summary>
    /// <param name="surface">The game.</param>
    /// <param name="parameter">Which number to move.</param>
    public static ParameterAdvice Of(PredictionSurface surface, GameParameter parameter)
    {
        var (start, present) = (surface.Start, Severity(surface.At(surface.Start)));
        var current = start[parameter];
        if (present == Regime.Converges) return new(parameter, current, current, present);
        var origin = current > 0 ? current : 1e-6 / start.DiscriminatorRate;
        Regime Try(double value) => Severity(surface.At(start.With(parameter, value)));
        for (var step = current > 0 ? 1 : 0; step <= StepsPerDecade * Decades * (current > 0 ? 1 : 2); step++)
        {
            foreach (var direction in current > 0 ? new[] { 1, -1 } : [1])
            {
                var found = origin * Math.Pow(10, direction * step / (double)StepsPerDecade);
                if (Try(found) >= present) continue;
                var safe = step == 0 ? found : Boundary(found, origin * Math.Pow(10, direction * (step - 1) / (double)StepsPerDecade), value => Try(value) < present);
                return new(parameter, current, safe, Try(safe));
            }
        }

        return new(parameter, current, null, present);
    }

    // A balance that only rounding keeps is no place to advise.
    private static Regime Severity(GameOutcome outcome) => outcome.Regions.Any(region => region.IsUndisturbed) ? Regime.Diverges : outcome.Regime;

    // The last value on the good side.
    private static double Boundary(double good, double bad, Func<double, bool> isGood)
    {
        for (var i = 0; i < Bisections && Math.Abs(good - bad) > 1e-15 * good; i++)
        {
            var middle = .5 * (good + bad);
            if (isGood(middle)) good = middle;
            else bad = middle;
        }

        return good;
    }
}
