using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Synthesis;

/// <summary>Where a synthesis stands: all that its next step depends on.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Optimizer">The samples, and what the optimiser remembers.</param>
/// <param name="Losses">The losses of the last steps, oldest first, as far as the stopping rule looks back.</param>
public sealed record SynthesisState(long Step, OptimizerState Optimizer, ValueList<double> Losses)
{
    private const string StepName = "step", SamplesName = "samples", LossesName = "losses", OptimizerName = "optimizer";

    /// <summary>Z, m x d.</summary>
    public Matrix Samples => Optimizer.Samples;

    /// <summary>Writes the state; nothing is rounded.</summary>
    public void Save(StateWriter state)
    {
        state.Set(StepName, Step);
        state.Set(SamplesName, Samples);
        state.Set(LossesName, [.. Losses]);
        foreach (var (name, value) in Optimizer.Memory) state.Scope(OptimizerName).Set(name, value);
    }

    /// <summary>The state that <see cref="Save"/> wrote; the same bits.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="samples">The number m of samples.</param>
    /// <param name="dimension">d.</param>
    /// <exception cref="InvalidDataFormatException">A part is missing, or has another shape.</exception>
    public static SynthesisState Restore(StateReader state, int samples, int dimension) =>
        new(state.Whole(StepName), new(state.Matrix(SamplesName, samples, dimension), state.Scope(OptimizerName).Matrices()), ValueList.From(state.Numbers(LossesName)));
}
