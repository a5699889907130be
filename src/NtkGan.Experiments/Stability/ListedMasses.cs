using NtkGan.Numerics;

namespace NtkGan.Experiments.Stability;

/// <summary>Masses written down one by one, in the order of the points; their sum need not be 1.</summary>
/// <param name="Values">One mass of at least 0 for each point.</param>
public sealed record ListedMasses(ValueList<double> Values) : Masses
{
    /// <summary>Two unequal masses.</summary>
    public static ListedMasses Example => new([.25, .75]);

    /// <summary>The masses.</summary>
    public ValueList<double> Values { get; } = ValueList.From(Values.Select(value => Require.NonNegative(value, nameof(Values))));

    /// <inheritdoc/>
    public override ValueList<double> Of(int count, CounterRandom random) => count == Values.Count ? Values
        : throw new UsageException(FormattableString.Invariant($"masses.values must hold one mass for each of {count} points, not {Values.Count}."));
}
