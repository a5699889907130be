using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;

namespace NtkGan.Experiments;

/// <summary>How the points of a flow move, and for how long.</summary>
/// <param name="Method">How they move: a time stepping or an optimiser; Euler with a step size of 1000 if none is given.</param>
/// <param name="Scaling">Whether a point's step carries the 1/n of the mean cost.</param>
/// <param name="Cost">The function that the points descend: c, the loss's generator function, or a, its discriminator function on fakes.</param>
/// <param name="Iterations">Steps to do, at least 0.</param>
/// <param name="Tolerance">The run has converged when no point moved further than this in one step, in units of the data; 0 for never.</param>
/// <param name="ReferenceCount">The number n_0 of free particles that the step size is meant for, at least 1: a particle's step carries 1/n_0 in place of
/// 1/n, so that a flow of any number of particles, or of a batch of them, moves alike; none for 1/n itself.</param>
/// <param name="Summation">How the discriminator, and metrics of its kernel, sum over points; automatically to 1e-10 if not given.</param>
public sealed record FlowSettings(Mover? Method = null, StepScaling Scaling = StepScaling.Mean, GeneratorCost Cost = GeneratorCost.C,
    int Iterations = 50_000, double Tolerance = 0, int? ReferenceCount = null, Summation? Summation = null)
{
    /// <summary>How they move.</summary>
    public Mover Method { get; } = (Method ?? new ExplicitEuler()).WithUsualRate(Adam.UsualRate);

    /// <summary>Steps to do.</summary>
    public int Iterations { get; } = Require.AtLeast(0, Iterations);

    /// <summary>The largest move of a converged run.</summary>
    public double Tolerance { get; } = Require.NonNegative(Tolerance);

    /// <summary>The number of particles that the step size is meant for; null for those there are.</summary>
    public int? ReferenceCount { get; } = ReferenceCount is not { } count ? null
        : Scaling == StepScaling.Mean ? Require.AtLeast(1, count, nameof(ReferenceCount))
        : throw new UsageException("reference_count has no effect where a particle's step carries no 1/n (scaling: per_particle): set it to null.");

    /// <summary>How the discriminator sums over points.</summary>
    public Summation Summation { get; } = Summation ?? Kernels.Summation.Default;

    /// <summary>What a particle's step carries in place of the scaling, or null.</summary>
    internal double? Share => 1.0 / ReferenceCount;
}
