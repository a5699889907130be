using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Where an optimiser stands: all that its next step depends on.</summary>
/// <param name="Samples">Z, m x d.</param>
/// <param name="Memory">What it remembers (moments, steps, curvature), by name; empty at the start.</param>
public sealed record OptimizerState(Matrix Samples, IReadOnlyDictionary<string, Matrix> Memory)
{
    /// <summary>The state before the first step.</summary>
    public OptimizerState(Matrix samples) : this(samples, new Dictionary<string, Matrix>())
    {
    }

    /// <summary>A remembered number, or another where there is none yet.</summary>
    internal double Number(string name, double otherwise) => Memory.TryGetValue(name, out var value) ? value[0, 0] : otherwise;
}

/// <summary>One step of an optimiser.</summary>
/// <param name="State">Where it stands after the step.</param>
/// <param name="Before">The objective before the step.</param>
/// <param name="After">The objective after the step, under the same batch, where the optimiser has computed it; else null.</param>
/// <param name="StepSize">The factor of the direction that was taken; 0 where the step was skipped.</param>
/// <param name="Stalled">Why no further step of this optimiser can lower the loss, or null.</param>
public sealed record OptimizerStep(OptimizerState State, SynthesisEvaluation Before, SynthesisEvaluation? After, double StepSize, string? Stalled = null);

/// <summary>How the samples descend the objective within their bounds, one step at a time.</summary>
[Family("synthesis_optimizer")]
public abstract record SynthesisOptimizer
{
    /// <summary>Whether noise may be added to a step; a line search, which promises descent, does not allow it.</summary>
    public abstract bool AllowsPerturbation { get; }

    /// <summary>One step.</summary>
    /// <param name="state">Where it stands; not changed.</param>
    /// <param name="evaluate">The objective of this step's batch.</param>
    /// <param name="bounds">The box of the samples.</param>
    /// <param name="perturbation">Noise to subtract before the samples are moved into the box, or null.</param>
    /// <exception cref="NumericalException">The loss or its gradient is NaN or infinite.</exception>
    public abstract OptimizerStep Advance(OptimizerState state, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, Matrix? perturbation = null);

    /// <summary>clip(Z + factor direction - perturbation), in a new matrix.</summary>
    protected static Matrix Moved(Matrix samples, double factor, Matrix direction, Bounds bounds, Matrix? perturbation = null)
    {
        var result = samples.Clone();
        DotProduct.Add(factor, direction.Values, result.Values);
        if (perturbation is not null) DotProduct.Add(-1, perturbation.Values, result.Values);
        bounds.Clip(result);
        return result;
    }

    /// <summary>A 1 x 1 matrix.</summary>
    protected static Matrix Number(double value) => Matrix.Column(value);

    /// <summary>True if the loss and every entry of its gradient are finite.</summary>
    protected static bool IsFinite(SynthesisEvaluation evaluation) => double.IsFinite(evaluation.Loss) && evaluation.Gradient.IsFinite();

    /// <summary>The objective at a point from which steps are taken.</summary>
    /// <exception cref="NumericalException">It is not finite.</exception>
    protected static SynthesisEvaluation Finite(SynthesisEvaluation evaluation) => IsFinite(evaluation) ? evaluation
        : throw new NumericalException("The loss of the synthesis or its gradient is no longer finite: reduce the step size or lambda.");
}
