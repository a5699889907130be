using System.Globalization;

namespace NtkGan.Discriminators;

/// <summary>Explicit Euler steps: the infinite-width limit of gradient descent with a learning rate. The time is step_size times the number of
/// steps; the last step is shortened where the time is not a whole number of them.</summary>
/// <param name="Time">Training time t, finite.</param>
/// <param name="StepSize">The learning rate h, above 0. Steps are stable for h lambda_max(2 K D) below 2 (lsgan).</param>
public sealed record Euler(double Time = 1, double StepSize = 0.1) : FunctionSpaceTraining(Time)
{
    private const double WholeStep = 1e-9;

    /// <summary>The learning rate.</summary>
    public double StepSize { get; } = Require.Positive(StepSize);

    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem)
    {
        if (problem.Loss.Affine is { Curvature: 0 } constant) return SpectralFlow.Affine(problem, constant, FiniteTime);
        var steps = Math.Ceiling(FiniteTime / StepSize - WholeStep);
        if (steps > int.MaxValue) throw new UsageException($"A time of {Text(Time)} in steps of {Text(StepSize)} takes too many steps: enlarge step_size or use exact training.");
        var (coefficients, before, values, forces) = (new double[problem.Count], new double[problem.Count], new double[problem.Count], new double[problem.Count]);
        for (var k = 0; k < steps; k++)
        {
            problem.Evaluate(coefficients, values);
            problem.Forces(values, forces);
            coefficients.CopyTo(before, 0);
            var step = Math.Min(StepSize, Time - k * StepSize);
            for (var p = 0; p < forces.Length; p++) coefficients[p] += step * problem.Weights[p] * forces[p];
            if (!coefficients.All(double.IsFinite)) return new(before, TrainingStatus.Diverged, k, 0, $"Euler steps of {Text(StepSize)} diverged after {k} steps: reduce step_size{Bound(problem)}.");
        }

        return new(coefficients, TrainingStatus.Converged, (int)Math.Max(0, steps), 0, "");
    }

    private static string Bound(TrainingProblem problem) => problem.Loss.Affine is null ? "" : $" below {Text(problem.LargestStableStep())}";

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
