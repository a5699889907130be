using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Explicit Euler with a fixed step, as in the paper: x &lt;- x + eta v(x). Order 1.</summary>
/// <param name="StepSize">eta > 0.</param>
[Named("euler")]
public sealed record ExplicitEuler(double StepSize = 1000) : FlowMethod
{
    /// <summary>eta.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <inheritdoc/>
    public override FlowStep Advance(Matrix positions, IReadOnlyDictionary<string, Matrix> memory, Func<Matrix, Matrix> velocity) =>
        new(Moved(positions, StepSize, velocity(positions)), StepSize);
}
