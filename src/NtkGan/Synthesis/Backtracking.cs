using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Projected gradient descent with a step that finds its own size: halved until the loss has fallen enough,
/// L(Z') &lt;= L(Z) - 1e-4 |Z' - Z|^2/step with Z' = clip(Z - step grad L), and doubled before the next search. The loss of a batch never rises.</summary>
/// <param name="FirstStep">The first size to try, above 0.</param>
[Named("backtracking")]
public sealed record Backtracking(double FirstStep = 1) : SynthesisOptimizer
{
    private const string Size = "step_size";
    private const double Enough = 1e-4;
    private const int Halvings = 60;

    /// <summary>The first size to try.</summary>
    public double FirstStep { get; } = Require.Positive(FirstStep);

    /// <inheritdoc/>
    public override bool AllowsPerturbation => false;

    /// <inheritdoc/>
    public override OptimizerStep Advance(OptimizerState state, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, Matrix? perturbation = null)
    {
        var before = Finite(evaluate(state.Samples));
        var step = Math.Min(2 * state.Number(Size, FirstStep / 2), double.MaxValue / 4);
        for (var attempt = 0; attempt < Halvings; attempt++, step /= 2)
        {
            var trial = Moved(state.Samples, -step, before.Gradient, bounds);
            if (!trial.IsFinite()) continue;
            var moved = 0.0;
            for (var i = 0; i < trial.Values.Length; i++) moved += Math.Pow(trial.Values[i] - state.Samples.Values[i], 2);
            if (moved == 0) break;
            var after = evaluate(trial);
            if (!IsFinite(after) || !(after.Loss <= before.Loss - Enough * moved / step) || !(after.Loss < before.Loss)) continue;
            return new(new(trial, new Dictionary<string, Matrix> { [Size] = Number(step) }), before, after, step);
        }

        return new(state, before, before, 0, "no step along the gradient lowers the loss");
    }
}
