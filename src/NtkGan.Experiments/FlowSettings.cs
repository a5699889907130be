using NtkGan.Generators;

namespace NtkGan.Experiments;

/// <summary>How the points of a flow move, and for how long.</summary>
/// <param name="Method">The time stepping; Euler with a step size of 1000 if none is given.</param>
/// <param name="Scaling">Whether a point's step carries the 1/n of the mean cost.</param>
/// <param name="Cost">The function that the points descend: c, the loss's generator function, or a, its discriminator function on fakes.</param>
/// <param name="Iterations">Steps to do, at least 0.</param>
/// <param name="Tolerance">The run has converged when no point moved further than this in one step, in units of the data; 0 for never.</param>
public sealed record FlowSettings(FlowMethod? Method = null, StepScaling Scaling = StepScaling.Mean, GeneratorCost Cost = GeneratorCost.C,
    int Iterations = 50_000, double Tolerance = 0)
{
    /// <summary>The time stepping.</summary>
    public FlowMethod Method { get; } = Method ?? new ExplicitEuler();

    /// <summary>Steps to do.</summary>
    public int Iterations { get; } = Require.AtLeast(0, Iterations);

    /// <summary>The largest move of a converged run.</summary>
    public double Tolerance { get; } = Require.NonNegative(Tolerance);
}
