namespace NtkGan.Stability;

/// <summary>The second moment model in continuous time, for zero mean on the line: c' = -lambda c + Delta/sigma^2 + 3/2 v/sigma^4, v' = -2 q c v, c(0) = 0
/// (Q = 1, eta_d = eta_g = 1 in units of time), and its bound (Becker et al. 2025): for every epsilon > 0,
/// v(t) &lt;= max(v_0 exp(-C_epsilon g(t)/sigma^2), epsilon sigma^2), C_epsilon = 2 q (Delta + 3/2 epsilon),
/// g(t) = t^2/4 up to t = 2/lambda, then t/lambda - 1/lambda^2. First Gaussian in time, later exponential.</summary>
/// <param name="Start">v_0 > 0.</param>
/// <param name="PointMass">q > 0.</param>
/// <param name="Width">sigma > 0.</param>
/// <param name="Regularisation">lambda >= 0.</param>
/// <param name="Imbalance">Delta >= 0.</param>
/// <param name="RateFactor">The factor of v' = -factor q c v: 2. The published integration has 1, for which the published constant is no
/// bound; the constant used here is factor q (Delta + 3/2 epsilon), which is one for either.</param>
/// <exception cref="UsageException">A parameter is outside its domain.</exception>
public sealed record SecondMomentBound(
    double Start = 1, double PointMass = .1, double Width = 1, double Regularisation = .01, double Imbalance = 0, double RateFactor = 2)
{
    /// <summary>v_0.</summary>
    public double Start { get; init => field = Require.Positive(value, nameof(Start)); } = Require.Positive(Start);

    /// <summary>q.</summary>
    public double PointMass { get; init => field = Require.Positive(value, nameof(PointMass)); } = Require.Positive(PointMass);

    /// <summary>sigma.</summary>
    public double Width { get; init => field = Require.Positive(value, nameof(Width)); } = Require.Positive(Width);

    /// <summary>lambda.</summary>
    public double Regularisation { get; init => field = Require.NonNegative(value, nameof(Regularisation)); } = Require.NonNegative(Regularisation);

    /// <summary>Delta.</summary>
    public double Imbalance { get; init => field = Require.NonNegative(value, nameof(Imbalance)); } = Require.NonNegative(Imbalance);

    /// <summary>The factor of v'.</summary>
    public double RateFactor { get; init => field = Require.Positive(value, nameof(RateFactor)); } = Require.Positive(RateFactor);

    /// <summary>g(t); t^2/4 for all t at lambda = 0.</summary>
    /// <param name="time">t >= 0.</param>
    public double Growth(double time)
    {
        Require.NonNegative(time);
        return time * Regularisation <= 2 ? time * time / 4 : (time - 1 / Regularisation) / Regularisation;
    }

    /// <summary>C_epsilon.</summary>
    /// <param name="epsilon">epsilon > 0.</param>
    public double Constant(double epsilon) => RateFactor * PointMass * (Imbalance + 1.5 * Require.Positive(epsilon));

    /// <summary>The bound of one epsilon on v(t).</summary>
    /// <param name="time">t >= 0.</param>
    /// <param name="epsilon">epsilon > 0.</param>
    public double At(double time, double epsilon)
    {
        var (growth, floor) = (Growth(time), epsilon * Width * Width);
        var decay = growth == 0 ? 1 : Math.Exp(-(Constant(epsilon) * (growth / Width)) / Width);

        // A bound that overflows is none.
        return double.IsNaN(decay) ? double.PositiveInfinity : Math.Max(Start * decay, floor);
    }

    /// <summary>The least of the bounds of several epsilons, which follows the decay piece by piece.</summary>
    /// <param name="time">t >= 0.</param>
    /// <param name="epsilons">At least one, each > 0.</param>
    public double Piecewise(double time, IReadOnlyList<double> epsilons)
    {
        Require.AtLeast(1, epsilons.Count, nameof(epsilons));
        return epsilons.Min(epsilon => At(time, epsilon));
    }

    /// <summary>v at the times 0, h, 2h, ... by explicit Euler steps from old values.</summary>
    /// <param name="step">h > 0.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <returns>steps + 1 values.</returns>
    /// <exception cref="NumericalException">The steps are too long for the equation.</exception>
    public double[] Integrate(double step = 1e-3, int steps = 100_000)
    {
        Require.Positive(step);
        var path = new double[Require.AtLeast(0, steps) + 1];
        var (v, c, square) = (Start, 0.0, Width * Width);
        path[0] = v;
        for (var k = 1; k <= steps; k++)
        {
            (v, c) = (v - step * RateFactor * PointMass * c * v,
                c + step * (-Regularisation * c + Imbalance / square + 1.5 * v / (square * square)));
            path[k] = double.IsFinite(v) && double.IsFinite(c) && v >= 0 ? v : throw new NumericalException("Explicit Euler left the domain v >= 0: take shorter steps.");
        }

        return path;
    }
}
