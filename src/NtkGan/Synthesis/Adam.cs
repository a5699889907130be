using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Adam (Kingma and Ba 2015) with bias correction, moved into the bounds after each step. A gradient whose norm is not finite skips the
/// step wholly, momentum too; several such steps on end are an error.</summary>
/// <param name="LearningRate">The step of a coordinate whose gradient keeps its sign, in units of the data, above 0.</param>
/// <param name="FirstDecay">beta_1 of the mean of gradients, 0 to 1, 1 excluded.</param>
/// <param name="SecondDecay">beta_2 of the mean of squares, 0 to 1, 1 excluded.</param>
/// <param name="Epsilon">Added to the root of the mean of squares, above 0.</param>
public sealed record Adam(double LearningRate = 0.01, double FirstDecay = 0.9, double SecondDecay = 0.999, double Epsilon = 1e-8) : SynthesisOptimizer
{
    private const string First = "first_moment", Second = "second_moment", Steps = "steps", Skips = "skips";
    private const int LargestSkips = 10;

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; } = Require.Positive(LearningRate);

    /// <summary>beta_1.</summary>
    public double FirstDecay { get; } = Decay(FirstDecay, "first_decay");

    /// <summary>beta_2.</summary>
    public double SecondDecay { get; } = Decay(SecondDecay, "second_decay");

    /// <summary>epsilon.</summary>
    public double Epsilon { get; } = Require.Positive(Epsilon);

    /// <inheritdoc/>
    public override bool AllowsPerturbation => true;

    /// <inheritdoc/>
    public override OptimizerStep Advance(OptimizerState state, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, Matrix? perturbation = null)
    {
        var before = evaluate(state.Samples);
        if (!IsFinite(before)) return Skipped(state, before);
        var (rows, columns) = (state.Samples.Rows, state.Samples.Columns);
        var first = state.Memory.TryGetValue(First, out var mean) ? mean.Clone() : new Matrix(rows, columns);
        var second = state.Memory.TryGetValue(Second, out var square) ? square.Clone() : new Matrix(rows, columns);
        var steps = state.Number(Steps, 0) + 1;
        var (firstShare, secondShare) = (1 - Math.Pow(FirstDecay, steps), 1 - Math.Pow(SecondDecay, steps));
        var direction = new Matrix(rows, columns);
        for (var i = 0; i < direction.Values.Length; i++)
        {
            var slope = before.Gradient.Values[i];
            first.Values[i] += (1 - FirstDecay) * (slope - first.Values[i]);
            second.Values[i] += (1 - SecondDecay) * (slope * slope - second.Values[i]);
            direction.Values[i] = first.Values[i] / firstShare / (Math.Sqrt(second.Values[i] / secondShare) + Epsilon);
        }

        var memory = new Dictionary<string, Matrix> { [First] = first, [Second] = second, [Steps] = Number(steps) };
        return new(new(Moved(state.Samples, -LearningRate, direction, bounds, perturbation), memory), before, null, LearningRate);
    }

    private static OptimizerStep Skipped(OptimizerState state, SynthesisEvaluation before)
    {
        var skips = state.Number(Skips, 0) + 1;
        if (skips > LargestSkips) throw new NumericalException($"The gradient of the synthesis was not finite in {LargestSkips + 1} steps on end: reduce the learning rate or lambda.");
        return new(state with { Memory = new Dictionary<string, Matrix>(state.Memory) { [Skips] = Number(skips) } }, before, null, 0);
    }

    private static double Decay(double value, string name) => Require.NonNegative(value, name) < 1 ? value
        : throw new UsageException(FormattableString.Invariant($"{name} must be below 1, not {value:R}."));
}
