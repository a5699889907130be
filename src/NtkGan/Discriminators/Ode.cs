using NtkGan.Numerics;

namespace NtkGan.Discriminators;

/// <summary>Gradient flow of any loss by Dormand-Prince 5(4). It integrates the coefficients, each divided by its point's weight, so that a
/// singular K needs no inverse and tolerances do not depend on the number of points. With momentum gamma: c' = r, r' = D force + (gamma - 1) r, r(0) = 0.</summary>
/// <param name="Time">Training time t, finite.</param>
/// <param name="RelativeTolerance">Relative error allowed in a step.</param>
/// <param name="AbsoluteTolerance">Absolute error allowed in a step.</param>
/// <param name="Momentum">gamma in [0, 1]; none for plain gradient flow.</param>
/// <param name="MaximumSteps">Attempted steps before giving up.</param>
public sealed record Ode(double Time = 1, double RelativeTolerance = 1e-10, double AbsoluteTolerance = 1e-10, double? Momentum = null, int MaximumSteps = 100_000) : FunctionSpaceTraining(Time)
{
    private readonly OdeSolver _solver = new(RelativeTolerance, AbsoluteTolerance, MaximumSteps);

    /// <summary>gamma, or null.</summary>
    public double? Momentum { get; } = Momentum is null or (>= 0 and <= 1) ? Momentum
        : throw new UsageException($"momentum must lie between 0 and 1, not {Momentum.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}.");

    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem)
    {
        var (count, momentum) = (problem.Count, Momentum);
        if (momentum is null && problem.Loss.Affine is { Curvature: 0 } constant) return SpectralFlow.Affine(problem, constant, FiniteTime);
        var (coefficients, values, needsValues) = (new double[count], new double[count], problem.Loss.Affine is not { Curvature: 0 });
        void Slope(double[] state, double[] slope)
        {
            if (needsValues)
            {
                for (var p = 0; p < count; p++) coefficients[p] = problem.Weights[p] * state[p];
                problem.Evaluate(coefficients, values);
            }

            problem.Forces(values, slope.AsSpan(slope.Length - count));
            if (momentum is not { } gamma) return;
            for (var p = 0; p < count; p++)
            {
                slope[p] = state[count + p];
                slope[count + p] += (gamma - 1) * state[count + p];
            }
        }

        var solution = _solver.Solve(Slope, new double[momentum is null ? count : 2 * count], FiniteTime);
        var largest = 0.0;
        for (var p = 0; p < count; p++)
        {
            coefficients[p] = problem.Weights[p] * solution.State[p];
            largest = Math.Max(largest, Math.Abs(solution.State[p]));
        }

        return new(coefficients, solution.Failure is null ? TrainingStatus.Converged : TrainingStatus.StepLimit, solution.Steps,
            largest == 0 ? 0 : solution.ErrorEstimate / largest,
            solution.Failure is { } failure ? $"Integration of {Catalog.NameOf(problem.Loss.GetType())} stopped: {failure}; train for a shorter time, loosen the tolerance, or use exact training." : "");
    }
}
