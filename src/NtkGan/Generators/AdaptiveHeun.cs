using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Heun's method with an adaptive step: its difference to the Euler step inside it, (eta/2) |v(x + eta v) - v(x)|, estimates the
/// error; a step is accepted when the largest over the particles is within the tolerance, and the next one is scaled by
/// 0.9 sqrt(tolerance/error), between 1/5 and 2.</summary>
/// <param name="Tolerance">The largest error of a particle in one step, in units of the data, > 0.</param>
/// <param name="StepSize">The first eta to try, > 0.</param>
/// <param name="LargestStep">eta never exceeds this, > 0.</param>
[Named("adaptive")]
public sealed record AdaptiveHeun(double Tolerance = 0.01, double StepSize = 100, double LargestStep = 1e5) : FlowMethod
{
    private const double Safety = 0.9, LargestShrink = 0.2, LargestGrowth = 2;
    private const int Attempts = 60;
    private const string Suggestion = "suggestion";

    /// <summary>The largest error of a particle in one step.</summary>
    public double Tolerance { get; init => field = Require.Positive(value, nameof(Tolerance)); } = Require.Positive(Tolerance);

    /// <summary>The first eta to try.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <summary>The largest eta.</summary>
    public double LargestStep { get; init => field = Require.Positive(value, nameof(LargestStep)); } = Require.Positive(LargestStep);

    /// <inheritdoc/>
    public override FlowStep Advance(Matrix positions, IReadOnlyDictionary<string, Matrix> memory, Func<Matrix, Matrix> velocity)
    {
        var step = Math.Min(memory.TryGetValue(Suggestion, out var suggestion) ? suggestion.Values[0] : StepSize, LargestStep);
        var first = velocity(positions);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var trial = Moved(positions, step, first);
            if (trial.IsFinite())
            {
                var change = Moved(velocity(trial), -1, first);
                var error = 0.5 * step * LargestRow(change);
                var scale = Math.Clamp(Safety * Math.Sqrt(Tolerance / Math.Max(error, 1e-300)), LargestShrink, LargestGrowth);
                if (error <= Tolerance) return new(Moved(trial, step / 2, change), step, new Dictionary<string, Matrix> { [Suggestion] = Matrix.Column(Math.Min(step * scale, LargestStep)) });
                step *= Math.Min(scale, Safety);
            }
            else
            {
                step *= LargestShrink;
            }
        }

        throw new NumericalException(FormattableString.Invariant(
            $"No step size keeps the error of a particle within {Tolerance}: {Attempts} attempts ended at {step:R}. Raise the tolerance of the flow."));
    }

    private static double LargestRow(Matrix matrix)
    {
        var largest = 0.0;
        for (var i = 0; i < matrix.Rows; i++) largest = Math.Max(largest, DotProduct.Of(matrix.Row(i), matrix.Row(i)));
        return Math.Sqrt(largest);
    }
}
