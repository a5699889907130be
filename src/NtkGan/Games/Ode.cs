using NtkGan.Movers;

namespace NtkGan.Games;

/// <summary>Gradient flow of any loss by the Runge-Kutta pair of Prince and Dormand, orders 8 and 7, for any symmetric K. It integrates the coefficients, each divided by its point's weight and
/// multiplied by the largest row sum of |K| D, so that a singular K needs no inverse, and tolerances are errors of f on the points whatever their number
/// and the scale of the kernel. With momentum gamma: c' = r, r' = D force + (gamma - 1) r, r(0) = 0.</summary>
/// <param name="Time">Training time t, finite.</param>
/// <param name="RelativeTolerance">Relative error allowed in a step.</param>
/// <param name="AbsoluteTolerance">Absolute error allowed in a step, in units of f.</param>
/// <param name="Momentum">gamma in [0, 1]; none for plain gradient flow.</param>
/// <param name="MaximumSteps">Attempted steps before giving up.</param>
public sealed record Ode(double Time = 1, double RelativeTolerance = 1e-10, double AbsoluteTolerance = 1e-10, double? Momentum = null, int MaximumSteps = 100_000) : FunctionSpaceTraining(Time)
{
    /// <summary>Relative error allowed in a step.</summary>
    public double RelativeTolerance { get; init => field = Require.Positive(value, nameof(RelativeTolerance)); } = Require.Positive(RelativeTolerance);

    /// <summary>Absolute error allowed in a step, in units of f.</summary>
    public double AbsoluteTolerance { get; init => field = Require.Positive(value, nameof(AbsoluteTolerance)); } = Require.Positive(AbsoluteTolerance);

    /// <summary>gamma, or null.</summary>
    public double? Momentum { get; init => field = Share(value); } = Share(Momentum);

    /// <summary>Attempted steps before giving up.</summary>
    public int MaximumSteps { get; init => field = Require.AtLeast(1, value, nameof(MaximumSteps)); } = Require.AtLeast(1, MaximumSteps);

    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem)
    {
        var (count, momentum) = (problem.Count, Momentum);
        if (momentum is null && problem.Loss.Affine is { Curvature: 0 } constant) return SpectralFlow.Affine(problem, constant, FiniteTime)[0];
        var (coefficients, values) = (new double[count], new double[count]);
        var scale = problem.Loss.Affine is not { Curvature: 0 } && problem.LargestRowSum() is > 0 and var sum ? sum : 1;

        // Steps that look closer than sums over many points do would follow their errors.
        var least = problem.Loss.Affine is { Curvature: 0 } ? 0 : problem.Product.Error;
        double[] shares = [.. problem.Weights.ToArray().Select(weight => weight / scale)];
        void Slope(double[] state, double[] slope)
        {
            for (var p = 0; p < count; p++) coefficients[p] = shares[p] * state[p];
            problem.Evaluate(coefficients, values, slope.AsMemory(slope.Length - count), scale);
            if (momentum is not { } gamma) return;
            for (var p = 0; p < count; p++)
            {
                slope[p] = state[count + p];
                slope[count + p] += (gamma - 1) * state[count + p];
            }
        }

        var solution = new OdeSolver(Math.Max(RelativeTolerance, least), Math.Max(AbsoluteTolerance, least), MaximumSteps).Solve(Slope, new double[momentum is null ? count : 2 * count], FiniteTime);
        var largest = 0.0;
        for (var p = 0; p < count; p++)
        {
            coefficients[p] = shares[p] * solution.State[p];
            largest = Math.Max(largest, Math.Abs(solution.State[p]));
        }

        return new(coefficients, solution.Failure is null ? TrainingStatus.Converged : TrainingStatus.StepLimit, solution.Steps,
            largest == 0 ? 0 : solution.ErrorEstimate / largest,
            solution.Failure is { } failure ? $"Integration of {Catalog.NameOf(problem.Loss.GetType())} stopped: {failure}; train for a shorter time or loosen the tolerance{Advice(problem)}." : "");
    }

    private static string Advice(TrainingProblem problem) => problem.Loss.Affine is not null || problem.Loss is Hinge ? ", or use exact training" : "";

    private static double? Share(double? momentum) => momentum is null or (>= 0 and <= 1) ? momentum
        : throw new UsageException($"momentum must lie between 0 and 1, not {momentum.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}.");
}
