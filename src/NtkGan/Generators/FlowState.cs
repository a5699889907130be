using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Where a flow stands: all that the next step depends on.</summary>
/// <param name="Particles">The generated points, n x d.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Time">Flow time l, dx/dl = -grad (c o f): the sum of the effective steps of a particle (eta/n in the scaling by means).</param>
/// <param name="Suggestion">What an adaptive method carries from step to step; 0 otherwise.</param>
public sealed record FlowState(Matrix Particles, long Step = 0, double Time = 0, double Suggestion = 0);
