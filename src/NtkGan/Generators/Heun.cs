using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Heun's method with a fixed step: x &lt;- x + (eta/2) (v(x) + v(x + eta v(x))). Order 2, two trainings a step.</summary>
/// <param name="StepSize">eta > 0.</param>
public sealed record Heun(double StepSize = 1000) : FlowMethod
{
    /// <summary>eta.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <inheritdoc/>
    public override FlowStep Advance(Matrix positions, IReadOnlyDictionary<string, Matrix> memory, Func<Matrix, Matrix> velocity)
    {
        var first = velocity(positions);
        var second = velocity(Moved(positions, StepSize, first));
        return new(Moved(Moved(positions, StepSize / 2, first), StepSize / 2, second), StepSize);
    }
}
