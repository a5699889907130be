using NtkGan.Numerics;

namespace NtkGan.Experiments.Stability;

/// <summary>The same mass for every point: total/n.</summary>
/// <param name="Total">The sum of the masses, at least 0; 1 for a probability.</param>
public sealed record UniformMasses(double Total = 1) : Masses
{
    /// <summary>The sum of the masses.</summary>
    public double Total { get; } = Require.NonNegative(Total);

    /// <inheritdoc/>
    public override ValueList<double> Of(int count, CounterRandom random) => ValueList.From(Enumerable.Repeat(Total / count, count));
}
