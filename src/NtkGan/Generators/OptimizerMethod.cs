using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>The parameters move by an optimiser of networks, one training of the discriminator a step: the way finite generators are trained in
/// practice. Its learning rate is eta.</summary>
/// <param name="Optimizer">The optimiser; Adam if none is given.</param>
[Named("optimizer")]
public sealed record OptimizerMethod(Optimizer? Optimizer = null) : FlowMethod
{
    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer { get; } = Optimizer ?? new Adam();

    /// <inheritdoc/>
    public override FlowStep Advance(Matrix positions, IReadOnlyDictionary<string, Matrix> memory, Func<Matrix, Matrix> velocity)
    {
        var gradient = velocity(positions);
        foreach (ref var component in gradient.Values) component = -component;
        var (move, remembered) = Optimizer.Move(gradient, memory);
        return new(Moved(positions, 1, move), Optimizer.LearningRate, remembered);
    }
}
