using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Synthesis;

/// <summary>Where a synthesis stands: all that its next step depends on.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Samples">Z, m x d. Taken as a copy, and handed out as a copy: read it once.</param>
/// <param name="Memory">What the optimiser remembers; the same.</param>
/// <param name="Losses">The losses of the last steps, oldest first, as far as the stopping rule looks back.</param>
public sealed record SynthesisState(long Step, Matrix Samples, MoverMemory Memory, ValueList<double> Losses)
{
    private const string StepName = "step", SamplesName = "samples", LossesName = "losses", OptimizerName = "optimizer";

    /// <summary>Z, as a copy.</summary>
    public Matrix Samples { get => Position.Clone(); init => Position = value.Clone(); }

    /// <summary>Z itself, not to be changed.</summary>
    internal Matrix Position { get; private init; } = Samples.Clone();

    /// <summary>What the optimiser remembers, as a copy.</summary>
    public MoverMemory Memory { get => Carried.Clone(); init => Carried = value.Clone(); }

    /// <summary>What it remembers itself, not to be changed.</summary>
    internal MoverMemory Carried { get; private init; } = Memory.Clone();

    /// <summary>Writes the state; nothing is rounded.</summary>
    public void Save(StateWriter state)
    {
        state.Set(StepName, Step);
        state.Set(SamplesName, Position);
        state.Set(LossesName, [.. Losses]);
        Carried.Save(state.Scope(OptimizerName));
    }

    /// <summary>The state that <see cref="Save"/> wrote; the same bits.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="optimizer">The optimiser of the saved run.</param>
    /// <param name="samples">The number m of samples.</param>
    /// <param name="dimension">d.</param>
    /// <exception cref="InvalidDataFormatException">A part is missing, or has another shape.</exception>
    public static SynthesisState Restore(StateReader state, Mover optimizer, int samples, int dimension)
    {
        var memory = optimizer.Start(samples * dimension);
        memory.Restore(state.Scope(OptimizerName));
        return new(state.Whole(StepName), state.Matrix(SamplesName, samples, dimension), memory, ValueList.From(state.Numbers(LossesName)));
    }
}
