using NtkGan.Data;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Experiments;

/// <summary>How many runs of a comparison go side by side in one process: one on each thread, as far as the memory reaches. A small run gains little from a second
/// thread of its own.</summary>
internal static class RunsAtOnce
{
    // Measured: runs on points of the plane, and runs on images with their networks and a classifier of 10,000 images.
    private const double OfPoints = 0.25 * (1L << 30), OfImages = 3.0 * (1L << 30);

    /// <summary>The number, at least 1.</summary>
    /// <param name="experiments">What is run.</param>
    /// <param name="available">Bytes that the process may use.</param>
    public static int Of(IReadOnlyList<Experiment> experiments, long available) =>
        (int)Math.Clamp(available / experiments.Max(Needed), 1, Math.Min(Workers.Count, experiments.Count));

    private static double Needed(Experiment experiment) => experiment switch
    {
        ParticleFlowExperiment flow => FlowMemory.Needed(flow) + Beside(flow.Target.Data),
        SynthesisExperiment synthesis => MemoryBudget.OfMatrices(synthesis.Pool + (double)synthesis.Samples, synthesis.Pool + (double)synthesis.Samples, SynthesisObjective.CopiesOfGram) + Beside(synthesis.Data),
        _ => OfPoints,
    };

    private static double Beside(DataSet data) => data.Shape.IsImage ? OfImages : OfPoints;
}
