namespace NtkGan.Stability;

/// <summary>The verdict as a function of one number of a game, the others staying, and where it changes.</summary>
/// <param name="surface">The game.</param>
/// <param name="parameter">Which number moves.</param>
internal sealed class ParameterScan(PredictionSurface surface, GameParameter parameter)
{
    private const int StepsPerDecade = 40, Decades = 4, Bisections = 60;

    /// <summary>The number's own value.</summary>
    public double Current { get; } = surface.Start[parameter];

    /// <summary>True if a value and the game at it stay within the range of floating-point numbers.</summary>
    public static bool IsWithin(double value) => value is > 1e-100 and < 1e100;

    /// <summary>The theory's verdict at a value. A balance that only rounding keeps counts as divergence: no place to advise.</summary>
    public Regime At(double value)
    {
        var outcome = surface.At(surface.Start.With(parameter, value));
        return outcome.Regions.Any(region => region.IsUndisturbed) ? Regime.Diverges : outcome.Regime;
    }

    /// <summary>The first value above (direction 1) or below (-1) the present one with a wanted verdict: steps of 6 % over four decades, then bisection of the exact
    /// conditions, so that a closed form is met to rounding. A window of values narrower than a step can be missed. From 0 it looks up eight
    /// decades from 1e-6/eta_d. Null if there is none.</summary>
    public ParameterBoundary? First(int direction, Func<Regime, bool> isWanted)
    {
        if (Current == 0 && direction < 0) return null;
        var (origin, steps) = Current > 0 ? (Current, StepsPerDecade * Decades) : (1e-6 / surface.Start.DiscriminatorRate, 2 * StepsPerDecade * Decades);
        double Value(int step) => origin * Math.Pow(10, direction * step / (double)StepsPerDecade);
        for (var step = Current > 0 ? 1 : 0; step <= steps; step++)
        {
            if (!IsWithin(Value(step)) || !isWanted(At(Value(step)))) continue;
            var value = step == 0 ? origin : Boundary(Value(step), Value(step - 1), value => isWanted(At(value)));
            return new(value, At(value));
        }

        return null;
    }

    // The last value on the wanted side.
    private static double Boundary(double wanted, double other, Func<double, bool> isWanted)
    {
        for (var i = 0; i < Bisections && Math.Abs(wanted - other) > 1e-15 * wanted; i++)
        {
            var middle = .5 * (wanted + other);
            if (isWanted(middle)) wanted = middle;
            else other = middle;
        }

        return wanted;
    }
}
