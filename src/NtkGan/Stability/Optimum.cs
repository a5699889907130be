namespace NtkGan.Stability;

/// <summary>The value of one parameter, the others staying, at which a disturbance shrinks fastest.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Value">Its best value. Where a whole range is as good, as widths in an alternating game, the upper end: wider kernels reach farther.</param>
/// <param name="Rate">The rate there, a cycle.</param>
public sealed record Optimum(GameParameter Parameter, double Value, double Rate)
{
    private const int StepsPerDecade = 40, Decades = 3, Refinements = 80;
    private const double Tie = 1e-9;
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Searches three decades each way around the present value (for 0, around 1/eta_d) in steps of 6 %, then refines by golden section. Balanced masses, one
    /// point: lambda sigma = 2 q sqrt(mu) with rate 1 - eta_d lambda/2 simultaneous; alternating, every width with
    /// (1 - sqrt(1-eta_d lambda))^2 &lt;= eta_d eta_g q^2/sigma^2 &lt;= (1 + sqrt(1-eta_d lambda))^2 has rate sqrt(1-eta_d lambda) (derived).
    /// Null if nothing there converges exponentially.</summary>
    /// <param name="surface">The game.</param>
    /// <param name="parameter">Which number to move.</param>
    public static Optimum? Of(PredictionSurface surface, GameParameter parameter)
    {
        var start = surface.Start;
        var origin = start[parameter] > 0 ? start[parameter] : 1 / start.DiscriminatorRate;
        double Rate(double exponent) => origin * Math.Pow(10, exponent) is var value && ParameterScan.IsWithin(value) ? Exponential(surface.At(start.With(parameter, value))) : 1;

        var grid = Enumerable.Range(-StepsPerDecade * Decades, 2 * StepsPerDecade * Decades + 1).Select(i => i / (double)StepsPerDecade).ToArray();
        var rates = grid.Select(Rate).ToArray();
        var lowest = rates.Min();
        if (lowest >= 1 - RegionOutcome.Tolerance) return null;
        var at = Array.FindLastIndex(rates, rate => rate <= lowest + Tie);
        var best = Refine(Rate, grid[Math.Max(0, at - 1)], grid[Math.Min(grid.Length - 1, at + 1)]);
        if (Rate(best) > lowest) best = grid[at];
        best = UpperEnd(Rate, best, grid[Math.Min(grid.Length - 1, at + 1)]);
        return new(parameter, origin * Math.Pow(10, best), Rate(best));
    }

    // A shared equilibrium with a neutral mode closes in too slowly to have a rate.
    private static double Exponential(GameOutcome outcome) =>
        outcome.Regime <= Regime.Oscillates && !outcome.Regions.Any(region => region.Modes.Any(mode => mode.Kind == ModeKind.Neutral)) ? outcome.Rate : 1;

    private static double Refine(Func<double, double> rate, double low, double high)
    {
        var (left, right) = (high - Golden * (high - low), low + Golden * (high - low));
        var (atLeft, atRight) = (rate(left), rate(right));
        for (var i = 0; i < Refinements; i++)
        {
            if (atLeft < atRight) (high, right, atRight, left) = (right, left, atLeft, right - Golden * (right - low));
            else (low, left, atLeft, right) = (left, right, atRight, left + Golden * (high - left));
            if (left >= right) break;
            (atLeft, atRight) = (rate(left), rate(right));
        }

        return .5 * (low + high);
    }

    private static double UpperEnd(Func<double, double> rate, double best, double above)
    {
        var limit = rate(best) + Tie;
        if (rate(above) <= limit) return best;
        for (var i = 0; i < Refinements; i++)
        {
            var middle = .5 * (best + above);
            if (rate(middle) <= limit) best = middle;
            else above = middle;
        }

        return best;
    }
}
