using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>The end of an integration.</summary>
/// <param name="State">y at <paramref name="Time"/>, finite.</param>
/// <param name="Time">The time reached.</param>
/// <param name="Steps">Accepted steps.</param>
/// <param name="Evaluations">Evaluations of F.</param>
/// <param name="ErrorEstimate">The sum of the estimated errors of the accepted steps, largest component.</param>
/// <param name="Failure">Why the end was not reached, or null.</param>
internal sealed record OdeSolution(double[] State, double Time, int Steps, int Evaluations, double ErrorEstimate, string? Failure);

/// <summary>The embedded Runge-Kutta pair <see cref="Tableau.PrinceDormand"/>, orders 8 and 7, with a proportional-integral control of the step.</summary>
/// <param name="RelativeTolerance">Error allowed in a step, relative to each component.</param>
/// <param name="AbsoluteTolerance">Error allowed in a step, absolute.</param>
/// <param name="MaximumSteps">Attempted steps before giving up.</param>
internal sealed record OdeSolver(double RelativeTolerance = 1e-10, double AbsoluteTolerance = 1e-10, int MaximumSteps = 100_000)
{
    /// <summary>The method.</summary>
    internal static readonly Tableau Method = Tableau.PrinceDormand;

    /// <summary>Error allowed in a step, relative to each component.</summary>
    public double RelativeTolerance { get; init => field = Require.Positive(value, nameof(RelativeTolerance)); } = Require.Positive(RelativeTolerance);

    /// <summary>Error allowed in a step, absolute.</summary>
    public double AbsoluteTolerance { get; init => field = Require.Positive(value, nameof(AbsoluteTolerance)); } = Require.Positive(AbsoluteTolerance);

    /// <summary>Attempted steps before giving up.</summary>
    public int MaximumSteps { get; init => field = Require.AtLeast(1, value, nameof(MaximumSteps)); } = Require.AtLeast(1, MaximumSteps);

    /// <summary>Integrates y' = F(y) from y(0) to a time. The error of a step is the largest over components, relative to
    /// AbsoluteTolerance + RelativeTolerance |y|.</summary>
    /// <param name="rightHandSide">F.</param>
    /// <param name="initial">y(0), finite.</param>
    /// <param name="time">The end, finite, at least 0.</param>
    /// <param name="path">Receives the accepted steps, for <see cref="OdeAdjoint"/>; null to forget them.</param>
    /// <returns>The state at the end, or at the last time that was reached; where F(y(0)) is NaN or infinite that is 0.</returns>
    /// <exception cref="OperationCanceledException">The token of <see cref="Workers.Cancel"/> asks for an end.</exception>
    public OdeSolution Solve(RightHandSide rightHandSide, double[] initial, double time, ICollection<OdeStep>? path = null)
    {
        var state = (double[])initial.Clone();
        if (time == 0) return new(state, 0, 0, 0, 0, null);
        var stepper = new RungeKuttaStepper(Method, state.Length, rightHandSide);
        stepper.Begin(state);
        if (!stepper.Slopes[0].All(double.IsFinite)) return new(state, 0, 0, 1, 0, "the forces are no finite numbers at its start");
        var (now, step, before, errors) = (0.0, Math.Min(time, FirstStep(stepper, state, time)), 1.0, 0.0);
        var (accepted, attempts) = (0, 0);
        OdeSolution Result(string? failure) => new(state, now, accepted, stepper.Evaluations, errors, failure);
        while (now < time)
        {
            if (attempts == MaximumSteps) return Result($"the limit of {MaximumSteps} steps was reached at time {Text(now)}");
            Workers.ThrowIfCancelled();
            attempts++;
            var last = now + step * (1 + 1e-9) >= time;
            if (last) step = time - now;
            var (ratio, size) = stepper.Try(state, step) ? Error(stepper, state, step) : (double.PositiveInfinity, double.PositiveInfinity);
            if (ratio <= 1)
            {
                path?.Add(new((double[])state.Clone(), step));
                (now, accepted, errors) = (last ? time : now + step, accepted + 1, errors + size);
                state = stepper.Take(state);
                step *= Math.Clamp(0.9 * Math.Pow(Math.Max(ratio, 1e-10), -0.7 / Method.Order) * Math.Pow(before, 0.4 / Method.Order), 0.2, 5);
                before = Math.Max(ratio, 1e-4);
            }
            else
            {
                step *= double.IsFinite(ratio) ? Math.Clamp(0.9 * Math.Pow(ratio, -1.0 / Method.Order), 0.1, 0.9) : 0.1;
                if (now + step == now) return Result($"steps became too small at time {Text(now)}, where the forces jump or grow without bound");
            }
        }

        return Result(null);
    }

    // A step on which an explicit Euler step would change the slope by about the tolerance (Hairer, Norsett, Wanner, section II.4), with the whole
    // time as the unit of time, so that the unit in which the caller measures it does not matter.
    private double FirstStep(RungeKuttaStepper stepper, double[] state, double time)
    {
        var (slopes, trial) = (stepper.Slopes, stepper.End);
        var (size, slope) = (Norm(state, state), time * Norm(slopes[0], state));
        var guess = size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope;
        Tableau.Combine(state, guess * time, [1], slopes, trial);
        stepper.Evaluate(trial, 1);
        for (var i = 0; i < trial.Length; i++) trial[i] = slopes[1][i] - slopes[0][i];
        var largest = Math.Max(slope, time * Norm(trial, state) / guess);
        return time * (largest <= 1e-15 || !double.IsFinite(largest) ? Math.Max(1e-6, 1e-3 * guess) : Math.Min(100 * guess, Math.Pow(0.01 / largest, 1.0 / Method.Order)));
    }

    private double Norm(double[] vector, double[] scale)
    {
        var norm = 0.0;
        for (var i = 0; i < vector.Length; i++) norm = Math.Max(norm, Math.Abs(vector[i]) / (AbsoluteTolerance + RelativeTolerance * Math.Abs(scale[i])));
        return norm;
    }

    private (double Ratio, double Size) Error(RungeKuttaStepper stepper, double[] state, double step)
    {
        var (trial, ratio, size) = (stepper.End, 0.0, 0.0);
        for (var i = 0; i < state.Length; i++)
        {
            var error = Math.Abs(step * stepper.Difference(i));
            if (!double.IsFinite(error) || !double.IsFinite(trial[i])) return (double.PositiveInfinity, double.PositiveInfinity);
            size = Math.Max(size, error);
            ratio = Math.Max(ratio, error / (AbsoluteTolerance + RelativeTolerance * Math.Max(Math.Abs(state[i]), Math.Abs(trial[i]))));
        }

        return (ratio, size);
    }

    private static string Text(double value) => value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
}
