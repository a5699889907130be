using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>A small random displacement of all generated points, once or again and again, which decides where an unstable resting point goes.</summary>
/// <param name="Size">Its standard deviation in each coordinate, at least 0.</param>
/// <param name="Update">After how many updates, at least 0.</param>
/// <param name="Every">And after every so many more; 0 for once.</param>
/// <param name="Seed">Its own seed.</param>
public sealed record Kick(double Size = 1e-6, int Update = 0, int Every = 0, ulong Seed = 1)
{
    /// <summary>Standard deviation in each coordinate.</summary>
    public double Size { get; } = Require.NonNegative(Size);

    /// <summary>After how many updates.</summary>
    public int Update { get; } = Require.AtLeast(0, Update);

    /// <summary>How many updates lie between kicks; 0 for once.</summary>
    public int Every { get; } = Require.AtLeast(0, Every);

    /// <summary>Displaces the points of a simulation if it is time.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="unit">The length in which the size is given.</param>
    internal void Apply(KernelDescentAscent simulation, double unit = 1)
    {
        var late = simulation.Updates - Update;
        if (late == 0 || (late > 0 && Every > 0 && late % Every == 0)) simulation.Kick(Size * unit, Seed);
    }
}
