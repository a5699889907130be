using NtkGan.Numerics;

namespace NtkGan.Experiments.Stability;

/// <summary>How points share their mass.</summary>
[Family("mass")]
public abstract record Masses
{
    /// <summary>The masses of a number of points.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="random">Where randomness comes from.</param>
    /// <exception cref="UsageException">The masses do not fit that number.</exception>
    public abstract ValueList<double> Of(int count, CounterRandom random);
}
