using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The authors' update: Z &lt;- clip(Z - rate grad L - perturbation). Their rate of 1000 is for images; points in the plane need about 1.</summary>
/// <param name="LearningRate">rate, above 0.</param>
[Named("gradient_descent")]
public sealed record GradientDescent(double LearningRate = 1000) : SynthesisOptimizer
{
    /// <summary>rate.</summary>
    public double LearningRate { get; } = Require.Positive(LearningRate);

    /// <inheritdoc/>
    public override bool AllowsPerturbation => true;

    /// <inheritdoc/>
    public override OptimizerStep Advance(OptimizerState state, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, Matrix? perturbation = null)
    {
        var before = Finite(evaluate(state.Samples));
        return new(state with { Samples = Moved(state.Samples, -LearningRate, before.Gradient, bounds, perturbation) }, before, null, LearningRate);
    }
}
