using System.Globalization;
using NtkGan.Movers;

namespace NtkGan.Games;

/// <summary>Explicit Euler steps: the infinite-width limit of gradient descent with a learning rate. The time is step_size times the number of
/// steps; the last step is shortened where the time is not a whole number of them.</summary>
/// <param name="Time">Training time t, finite.</param>
/// <param name="StepSize">The learning rate h, above 0. Steps are stable for h lambda_max(2 K D) below 2 (lsgan); where they end at a
/// larger loss than they began, the result is diverged, and beyond the stable step its note says so.</param>
public sealed record Euler(double Time = 1, double StepSize = 0.1) : FunctionSpaceTraining(Time)
{
    private const double WholeStep = 1e-9;

    // Of the loss at the start, or of f = 0: far above rounding, far below what an unstable step does.
    private const double Rise = 1e-9;

    /// <summary>The learning rate.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem)
    {
        if (problem.Loss.Affine is { Curvature: 0 } constant) return SpectralFlow.Affine(problem, constant, FiniteTime)[0];
        var steps = Math.Ceiling(FiniteTime / StepSize - WholeStep);
        if (steps > int.MaxValue) throw new UsageException($"A time of {Text(Time)} in steps of {Text(StepSize)} takes too many steps: enlarge the step size or use exact training.");
        var (coefficients, values) = (new double[problem.Count], new double[problem.Count]);
        var stepper = new RungeKuttaStepper(Tableau.Euler, problem.Count, (state, slope) =>
        {
            problem.Evaluate(state, values, slope);
            for (var p = 0; p < slope.Length; p++) slope[p] *= problem.Weights[p];
        });
        for (var k = 0; k < steps; k++)
        {
            stepper.Try(coefficients, Math.Min(StepSize, Time - k * StepSize));
            if (!stepper.End.All(double.IsFinite)) return Diverged(problem, coefficients, k, FormattableString.Invariant($"left the finite numbers after {k} steps"));
            coefficients = stepper.Take(coefficients);
        }

        // Training descends a convex loss: that it rose is no matter of accuracy.
        problem.Evaluate(coefficients, values);
        var (start, end) = (problem.DiscriminatorLoss(problem.Initial), problem.DiscriminatorLoss(values));
        return end - start > Rise * Math.Max(Math.Abs(start), Math.Abs(problem.DiscriminatorLoss(new double[problem.Count])))
            ? Diverged(problem, coefficients, (int)steps, $"raised the loss that they should lower from {Text(start)} to {Text(end)}")
            : new(coefficients, TrainingStatus.Converged, (int)Math.Max(0, steps), 0, Warning(problem));
    }

    private TrainingResult Diverged(TrainingProblem problem, double[] coefficients, int steps, string what) => new(coefficients, TrainingStatus.Diverged, steps, 0,
        $"Euler steps of {Text(StepSize)} {what}: reduce the step size{(problem.Loss.Affine is null ? "" : $" below {Text(problem.LargestStableStep())}")}.");

    // Few steps beyond the stable one may still lower the loss. The bound by row sums costs one look at the matrix.
    private string Warning(TrainingProblem problem)
    {
        if (problem.Loss.Affine is not { } forces || StepSize * forces.Curvature * problem.LargestRowSum() <= 2) return "";
        var largest = problem.LargestStableStep();
        return StepSize <= largest ? "" : $"Euler steps of {Text(StepSize)} are beyond the largest stable step, {Text(largest)}: more of them would diverge.";
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
