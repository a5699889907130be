using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Where a synthesis stands: all that its next step depends on.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Optimizer">The samples, and what the optimiser remembers.</param>
/// <param name="Losses">The losses of the last steps, oldest first, as far as the stopping rule looks back.</param>
public sealed record SynthesisState(long Step, OptimizerState Optimizer, ValueList<double> Losses)
{
    private const string StepName = "step", SamplesName = "samples", LossesName = "losses", Prefix = "optimizer_";

    /// <summary>Z, m x d.</summary>
    public Matrix Samples => Optimizer.Samples;

    /// <summary>The state as named matrices, for a checkpoint; nothing is rounded.</summary>
    public IReadOnlyDictionary<string, Matrix> ToMatrices()
    {
        var result = new Dictionary<string, Matrix>
        {
            [StepName] = Matrix.Column(Step),
            [SamplesName] = Samples,
            [LossesName] = new Matrix(1, Losses.Count, [.. Losses]),
        };
        foreach (var (name, value) in Optimizer.Memory) result[Prefix + name] = value;
        return result;
    }

    /// <summary>The state of <see cref="ToMatrices"/>; the same bits.</summary>
    /// <exception cref="InvalidDataFormatException">A matrix is missing, or has another shape.</exception>
    public static SynthesisState FromMatrices(IReadOnlyDictionary<string, Matrix> matrices)
    {
        var step = Get(StepName);
        if ((step.Rows, step.Columns) != (1, 1) || !(step[0, 0] >= 0) || step[0, 0] != Math.Floor(step[0, 0])) throw new InvalidDataFormatException("The state of a synthesis has no whole number of steps; the checkpoint is damaged.");
        var memory = matrices.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[Prefix.Length..], entry => entry.Value);
        return new((long)step[0, 0], new(Get(SamplesName), memory), ValueList.From(Get(LossesName).Values.ToArray()));

        Matrix Get(string name) => matrices.TryGetValue(name, out var value) ? value
            : throw new InvalidDataFormatException($"The state of a synthesis lacks the matrix '{name}'; the checkpoint is damaged.");
    }
}
