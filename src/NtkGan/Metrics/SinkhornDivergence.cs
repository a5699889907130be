namespace NtkGan.Metrics;

/// <summary>The debiased Sinkhorn divergence s (Feydy et al. 2019) for the cost C = |x - y|^2/2; as the blur tends to 0 it tends to
/// <em>half</em> of W2^2. By default it is the field's annealed recipe, which stops short of convergence: the temperature eps falls from the
/// squared diameter of the data to blur^2, one averaged update at each value, and a last update that is not averaged; the error of its value is estimated
/// from what the marginals are off by. Small negative values are normal.</summary>
/// <remarks>softmin_eps(C, h)_i = -eps log sum_j exp(h_j - C_ij/eps). From eps_0 = diameter^2: f = softmin(C_xy, -log m), g = softmin(C_yx, -log n),
/// f_a = softmin(C_xx, -log n), g_b = softmin(C_yy, -log m). For each eps of the <see cref="Schedule"/>, from the old potentials:
/// f moves half way to softmin_eps(C_xy, -log m + g/eps), and so on. s = mean(f - f_a) + mean(g - g_b). A diameter of 0 gives 0.
/// Each step takes 2 n m, n^2 and m^2 pairs at most, half of them by symmetry, fewer the lower eps is; memory grows as n + m.</remarks>
/// <param name="Blur">The length below which detail is blurred, in units of the data: eps ends at blur^2.</param>
/// <param name="Scaling">The factor of the length sqrt(eps) from one value to the next, above 0 and at most 0.9999.</param>
/// <param name="Converged">Whether to let the potentials settle: at each eps until they move by less than eps/100 (200 steps at most), and at
/// blur^2 until they move by less than 1e-12 of the squared diameter.</param>
/// <param name="MaximumSteps">The most steps at blur^2 where convergence is wanted.</param>
public sealed record SinkhornDivergence(double Blur = 1e-3, double Scaling = 0.95, bool Converged = false, int MaximumSteps = 20_000) : Metric
{
    private const double Tolerance = 1e-12, LeastTemperature = 1e-300, GreatestScaling = 0.9999;

    // Of the squared diameter: from here on the divergence does not depend on the temperature, to rounding.
    private const double GreatestTemperature = 1L << 60;

    // The share of the value that an error is told from: the recipe as it is, with scaling 0.95, errs by some thousandths.
    private const double Short = 0.02;

    // Where convergence is wanted, each temperature starts from potentials nearly at rest: what is left to do at the low ones, where a
    // step moves by about eps only, would take millions of steps.
    private const double SettledShare = 0.01;
    private const int MostSettlingSteps = 200;

    /// <summary>The length below which detail is blurred.</summary>
    public double Blur { get; init => field = Length(value); } = Length(Blur);

    /// <summary>The factor of the length from one value to the next.</summary>
    public double Scaling { get; init => field = Factor(value); } = Factor(Scaling);

    /// <summary>The most steps at blur^2.</summary>
    public int MaximumSteps { get; init => field = Require.AtLeast(1, value, nameof(MaximumSteps)); } = Require.AtLeast(1, MaximumSteps);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["s"];

    /// <summary>The values of eps: diameter^2, then exp(e) for e from 2 log(diameter) in steps of 2 log(scaling) while above 2 log(blur),
    /// then blur^2.</summary>
    /// <param name="diameter">The diagonal of the joint bounding box, above 0.</param>
    public IReadOnlyList<double> Schedule(double diameter)
    {
        double start = 2 * Math.Log(diameter), end = 2 * Math.Log(Blur), step = 2 * Math.Log(Scaling);
        var between = (int)Math.Max(0, Math.Ceiling((end - start) / step));
        return [diameter * diameter, .. Enumerable.Range(0, between).Select(i => Math.Exp(start + i * step)), Blur * Blur];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        PointTiles x = new(input.Generated), y = new(input.Target);
        var squaredDiameter = x.SquaredDiameter(y);
        if (!double.IsFinite(squaredDiameter)) return [new("s", squaredDiameter, MetricStatus.StepLimit)]; // Measure refuses it
        if (squaredDiameter < LeastTemperature) return [new("s", 0, MetricStatus.Exact, squaredDiameter)];
        var iteration = new SinkhornIteration(x, y);
        iteration.Step(squaredDiameter, 1);
        foreach (var scheduled in Schedule(Math.Sqrt(squaredDiameter)))
        {
            var temperature = Math.Min(scheduled, GreatestTemperature * squaredDiameter);
            iteration.Step(temperature, 0.5);
            if (Converged) Settle(iteration, temperature, SettledShare * temperature, MostSettlingSteps);
        }

        var (last, tolerance) = (Math.Min(Blur * Blur, GreatestTemperature * squaredDiameter), Tolerance * squaredDiameter);
        if (Converged) Settle(iteration, last, tolerance, MaximumSteps);
        iteration.Step(last, 1);
        var (converged, value) = (iteration.Residual <= tolerance, iteration.Divergence);
        if (converged) return [new("s", value, MetricStatus.Converged, iteration.Residual)];
        var error = iteration.ErrorEstimate(last);
        var note = Converged ? $"The potentials still move after {MaximumSteps} steps at blur^2; raise the blur or the maximum number of steps."
            : error > Short * Math.Abs(value) ? FormattableString.Invariant($"The annealed recipe stops about {error:G2} short of the converged value: raise scaling, or let the potentials settle.") : "";
        return [new("s", value, MetricStatus.StepLimit, error, note)];
    }

    private static double Length(double blur) => Require.Positive(blur) * blur >= LeastTemperature && blur < 1e150
        ? blur : throw new UsageException(FormattableString.Invariant($"blur must lie between 1e-150 and 1e150, not {blur:R}."));

    private static double Factor(double scaling) => scaling is > 0 and <= GreatestScaling
        ? scaling : throw new UsageException(FormattableString.Invariant($"scaling must lie above 0 and at most at {GreatestScaling}, not {scaling:R}."));

    private static void Settle(SinkhornIteration iteration, double temperature, double tolerance, int steps)
    {
        for (; iteration.Residual > tolerance && steps > 0; steps--) iteration.Step(temperature, 0.5);
    }
}
