using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Uniform on a cube, each coordinate independently on [low, high); with 784 dimensions noise in the space of pictures.</summary>
/// <param name="Dimension">The number of coordinates d, at least 1.</param>
/// <param name="Low">The lower end of each coordinate.</param>
/// <param name="High">The upper end, above the lower one.</param>
public sealed record UniformCube(int Dimension = 2, double Low = 0, double High = 1) : EndlessDataSet
{
    /// <inheritdoc/>
    public override int Dimension { get; } = Require.AtLeast(1, Dimension);

    /// <summary>The lower end.</summary>
    public double Low { get; } = Require.Finite(Low);

    /// <summary>The upper end.</summary>
    public double High { get; } = Require.Finite(High) > Low ? High
        : throw new UsageException(FormattableString.Invariant($"high must be above low ({Low}), not {High}."));

    /// <inheritdoc/>
    protected override void DrawPoint(Span<double> point, CounterRandom random)
    {
        foreach (ref var coordinate in point) coordinate = Low + (High - Low) * random.NextUniform();
    }
}
