using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>Gradient descent, with momentum if asked: v &lt;- momentum v + g, theta &lt;- theta - eta v.</summary>
/// <param name="LearningRate">eta, above 0.</param>
/// <param name="Momentum">momentum, 0 to below 1; 0 is plain gradient descent.</param>
public sealed record Sgd(double LearningRate = 0.1, double Momentum = 0) : Optimizer
{
    private const int NumbersPerBlock = 1 << 16;
    private static readonly MemoryShape[] WithMomentum = [new("velocity")];

    /// <summary>eta.</summary>
    public double LearningRate { get; init => field = Require.Positive(value, nameof(LearningRate)); } = Require.Positive(LearningRate);

    /// <summary>The part of the last move that is kept.</summary>
    public double Momentum { get; init => field = Share(value); } = Share(Momentum);

    /// <inheritdoc/>
    public override double? Rate => LearningRate;

    /// <inheritdoc/>
    protected override IReadOnlyList<MemoryShape> Vectors => Momentum == 0 ? [] : WithMomentum;

    /// <inheritdoc/>
    protected override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, MoverMemory memory, double rate)
    {
        if (Momentum == 0)
        {
            if (parameters.Length <= NumbersPerBlock) DotProduct.Add(-rate, gradient, parameters);
            else AddInBlocks(-rate, gradient, parameters);
            return;
        }

        var velocity = memory["velocity"];
        for (var p = 0; p < parameters.Length; p++)
        {
            velocity[p] = Momentum * velocity[p] + gradient[p];
            parameters[p] -= rate * velocity[p];
        }
    }

    // Of many parameters; blocks change no bit, for each number is by itself.
    private static unsafe void AddInBlocks(double factor, ReadOnlySpan<double> gradient, Span<double> parameters)
    {
        fixed (double* from = gradient, to = parameters)
        {
            var (source, target) = ((nint)from, (nint)to);
            Workers.ForBlocks(parameters.Length, NumbersPerBlock, (start, end) =>
                DotProduct.Add(factor, new ReadOnlySpan<double>((double*)source + start, end - start), new Span<double>((double*)target + start, end - start)));
        }
    }

    private static double Share(double momentum) => momentum is >= 0 and < 1 ? momentum
        : throw new UsageException(FormattableString.Invariant($"momentum must be at least 0 and below 1, not {momentum}."));
}
