using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>Heun's method with an adaptive step: its difference to the Euler step inside it, (eta/2) |v(x + eta v) - v(x)|, estimates the
/// error; a step is accepted when the largest over the points is within the tolerance, and the next one is scaled by
/// 0.9 sqrt(tolerance/error), between 1/5 and 2.</summary>
/// <param name="Tolerance">The largest error of a point in one step, in units of the data, > 0.</param>
/// <param name="StepSize">The first eta to try, > 0.</param>
/// <param name="LargestStep">eta never exceeds this, > 0.</param>
[Named("adaptive")]
public sealed record AdaptiveHeun(double Tolerance = 0.01, double StepSize = 100, double LargestStep = 1e5) : Mover
{
    private const double Safety = 0.9, LargestShrink = 0.2, LargestGrowth = 2;
    private const int Attempts = 60;
    private const string Suggestion = "suggestion";

    /// <summary>The largest error of a point in one step.</summary>
    public double Tolerance { get; init => field = Require.Positive(value, nameof(Tolerance)); } = Require.Positive(Tolerance);

    /// <summary>The first eta to try.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <summary>The largest eta.</summary>
    public double LargestStep { get; init => field = Require.Positive(value, nameof(LargestStep)); } = Require.Positive(LargestStep);

    /// <inheritdoc/>
    public override IReadOnlyList<MemoryShape> Memories => [new(Suggestion, MemoryKind.Number)];

    /// <inheritdoc/>
    public override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate)
    {
        var (step, length) = (Math.Min(memory.Number(Suggestion, StepSize), LargestStep), field.PointLength(position.Length));
        var stepper = FixedStep.Descent(Tableau.Heun, position, field);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (stepper.Try(position, step))
            {
                var error = step * LargestDifference(stepper, position.Length, length);
                var scale = Math.Clamp(Safety * Math.Sqrt(Tolerance / Math.Max(error, 1e-300)), LargestShrink, LargestGrowth);
                if (error <= Tolerance)
                {
                    stepper.End.CopyTo(position, 0);
                    field.Settle(position);
                    memory[Suggestion] = [Math.Min(step * scale, LargestStep)];
                    memory.Steps++;
                    return new(step);
                }

                step *= Math.Min(scale, Safety);
            }
            else
            {
                step *= LargestShrink;
            }
        }

        throw new NumericalException(FormattableString.Invariant(
            $"No step size keeps the error of a point within {Tolerance}: {Attempts} attempts ended at {step:R}. Raise the tolerance of the method."));
    }

    // The largest length of a point's error in a step of size 1.
    private static double LargestDifference(RungeKuttaStepper stepper, int count, int length)
    {
        var (largest, point) = (0.0, new double[length]);
        for (var start = 0; start < count; start += length)
        {
            for (var c = 0; c < length; c++) point[c] = stepper.Difference(start + c);
            largest = Math.Max(largest, DotProduct.Of(point, point));
        }

        return Math.Sqrt(largest);
    }
}
