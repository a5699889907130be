using NtkGan.Movers;

namespace NtkGan.Tests.Extending;

/// <summary>RMSProp: v &lt;- b v + (1 - b) g^2, theta &lt;- theta - eta g/(sqrt(v) + 1e-8).</summary>
/// <param name="LearningRate">eta.</param>
/// <param name="Decay">b, the weight of the past.</param>
public sealed record RootMeanSquare(double LearningRate = 0.01, double Decay = 0.9) : Optimizer
{
    /// <inheritdoc/>
    public override double? Rate => LearningRate;

    /// <inheritdoc/>
    protected override IReadOnlyList<MemoryShape> Vectors => [new("squares")];

    /// <inheritdoc/>
    protected override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, MoverMemory memory, double rate)
    {
        var squares = memory["squares"];
        for (var p = 0; p < parameters.Length; p++)
        {
            squares[p] = Decay * squares[p] + (1 - Decay) * (gradient[p] * gradient[p]);
            parameters[p] -= rate * (gradient[p] / (Math.Sqrt(squares[p]) + 1e-8));
        }
    }
}
