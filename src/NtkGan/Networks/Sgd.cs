namespace NtkGan.Networks;

/// <summary>Gradient descent, with momentum if asked: v &lt;- momentum v + g, theta &lt;- theta - eta v.</summary>
/// <param name="LearningRate">eta, above 0.</param>
/// <param name="Momentum">momentum, 0 to below 1; 0 is plain gradient descent.</param>
public sealed record Sgd(double LearningRate = 0.1, double Momentum = 0) : Optimizer(LearningRate)
{
    /// <summary>The part of the last move that is kept.</summary>
    public double Momentum { get; } = Momentum is >= 0 and < 1 ? Momentum
        : throw new UsageException(FormattableString.Invariant($"momentum must be at least 0 and below 1, not {Momentum}."));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Memories => Momentum == 0 ? [] : ["velocity"];

    /// <inheritdoc/>
    public override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, IReadOnlyList<double[]> memories, int step, double rate)
    {
        if (Momentum == 0)
        {
            for (var p = 0; p < parameters.Length; p++) parameters[p] -= rate * gradient[p];
            return;
        }

        var velocity = memories[0];
        for (var p = 0; p < parameters.Length; p++)
        {
            velocity[p] = Momentum * velocity[p] + gradient[p];
            parameters[p] -= rate * velocity[p];
        }
    }
}
