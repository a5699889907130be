using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Where a flow stands: all that the next step depends on, and what the steps so far have met.</summary>
/// <param name="Parameters">The parameters of the generator; of free particles the points themselves, n x d. Taken as a copy, and handed out as a copy: read it once.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Time">Flow time l: of free particles, dx/dl = -grad (c o f), the sum of the effective steps of a particle (eta/n in the scaling
/// by means); of a generator, dg/dl = -E[k_g grad (c o f)], the sum of the steps eta.</param>
/// <param name="Memory">What the method carries from step to step; null before the first.</param>
/// <param name="Report">How trainings ended and whether points move; null before the first step.</param>
public sealed record FlowState(Matrix Parameters, long Step = 0, double Time = 0, MoverMemory? Memory = null, FlowReport? Report = null)
{
    /// <summary>The parameters of the generator, as a copy.</summary>
    public Matrix Parameters { get => Position.Clone(); init => Position = value.Clone(); }

    /// <summary>The parameters themselves, not to be changed.</summary>
    internal Matrix Position { get; private init; } = Parameters.Clone();

    /// <summary>What the method carries from step to step, as a copy; null before the first.</summary>
    public MoverMemory? Memory { get => Carried?.Clone(); init => Carried = value?.Clone(); }

    /// <summary>What the method carries itself, not to be changed.</summary>
    internal MoverMemory? Carried { get; private init; } = Memory?.Clone();

    /// <summary>A state that keeps what it is given, without copies: nobody may change it any more.</summary>
    internal static FlowState Of(Matrix parameters, long step, double time, MoverMemory memory, FlowReport report) =>
        new(Nothing, step, time, null, report) { Position = parameters, Carried = memory };

    private static readonly Matrix Nothing = new(0, 0);
}
