using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Experiments;

/// <summary>What a flow needs of memory at its peak, counted from its settings before any of it is taken.</summary>
internal static class FlowMemory
{
    // Measured peaks: the points of a flow with their velocities and trial positions; the Gram matrix where a method steps along it.
    private const double CopiesOfPoints = 6, CopiesOfGram = 1.2;

    /// <summary>Bytes at the peak, the metrics aside.</summary>
    public static double Needed(ParticleFlowExperiment settings) => OfPoints(settings)
        + (UsesGram(settings) ? MemoryBudget.OfMatrices(All(settings), All(settings), Copies(settings)) : UsesProducts(settings) ? MemoryBudget.OfMatrices(All(settings), KrylovSpace.MostProducts) : 0);

    /// <summary>Refuses a flow that does not fit.</summary>
    /// <exception cref="UsageException">It needs more memory than there is; the message says how much.</exception>
    public static void Check(ParticleFlowExperiment settings)
    {
        double generated = settings.Source.Size, targets = settings.Target.Size, all = All(settings);
        MemoryBudget.Check(OfPoints(settings), FormattableString.Invariant($"A flow of {generated:N0} and {targets:N0} points of dimension {Dimension(settings):N0}"),
            "take fewer with source.count and target.count.");
        if (UsesGram(settings))
        {
            MemoryBudget.CheckMatrices(all, all, Copies(settings),
                FormattableString.Invariant($"Training of {Catalog.NameOf(settings.Loss.GetType())} on {generated:N0} and {targets:N0} points, by their Gram matrix,"),
                $"take fewer with source.count and target.count, {(settings.Loss is Hinge && settings.Training is Exact ? "training.kind=ode, which sums over boxes of points in few dimensions," : "flow.summation=hierarchical, which needs none of points in few dimensions,")} or the loss ipm, which needs none.");
        }
        else if (UsesProducts(settings))
        {
            MemoryBudget.Check(Needed(settings), FormattableString.Invariant($"Training of {Catalog.NameOf(settings.Loss.GetType())} on {generated:N0} and {targets:N0} points"), "take fewer with source.count and target.count.");
        }

        foreach (var metric in settings.Metrics)
        {
            var needed = metric switch
            {
                KernelDrift => MemoryBudget.OfMatrices(generated, generated, 2),
                SlicedWasserstein sliced => MemoryBudget.OfMatrices(sliced.Projections, 1, 2),
                _ => 0,
            };
            MemoryBudget.Check(needed, $"The metric '{Catalog.NameOf(metric.GetType())}'", "leave it out, or take fewer points or projections.");
        }
    }

    private static double All(ParticleFlowExperiment settings) => (double)settings.Source.Size + settings.Target.Size;

    private static double Dimension(ParticleFlowExperiment settings) => Math.Max(settings.Source.Data.Dimension, settings.Target.Data.Dimension);

    private static double OfPoints(ParticleFlowExperiment settings) => MemoryBudget.OfMatrices(All(settings), Dimension(settings), CopiesOfPoints);

    private static bool UsesGram(ParticleFlowExperiment settings) => settings.Training is FunctionSpaceTraining && settings.Loss.Affine is not { Curvature: 0 } && !UsesProducts(settings);

    // Hinge goes from event to event on rows of the matrix, and gradients through training decompose it.
    internal static bool UsesProducts(ParticleFlowExperiment settings) => settings.Training is FunctionSpaceTraining && settings.Loss.Affine is not { Curvature: 0 }
        && settings.Gradient is Frozen && !(settings.Training is Exact && settings.Loss is Hinge) && settings.Flow.Summation.TakesProducts(All(settings), (int)Dimension(settings));

    private static double Copies(ParticleFlowExperiment settings) => settings.Training is Exact ? TrainingProblem.CopiesOfGram : CopiesOfGram;
}
