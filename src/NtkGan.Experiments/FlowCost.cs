using System.Diagnostics;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>What a step of a large flow takes, told in seconds from some pairs of points, some boxes of them, and the training of few points.</summary>
/// <param name="Step">Seconds of a step on one process.</param>
/// <param name="Field">Of these the field at the particles, which metrics and pictures take too.</param>
internal sealed record FlowCost(double Step, double Field)
{
    // Beyond these a step is not tried.
    private const double PairsToTry = 2e7, PointsToTrain = 3000;

    // Of the trainings that stand for large ones: Krylov spaces and adaptive steps take about as many products at any number of points.
    private const int FewPoints = 600;

    private const int MeasuredRows = 256, MeasuredCentres = 4096;

    /// <summary>The cost of a step; null where a step is best tried.</summary>
    public static FlowCost? TryTell(ParticleFlowExperiment flow)
    {
        if (flow is not { Gradient: Frozen, Training: FunctionSpaceTraining }) return null;
        var all = (double)flow.Source.Size + flow.Target.Size;
        if (flow.Loss.Affine is { Curvature: 0 } ? flow.Source.Size * all <= PairsToTry : all <= PointsToTrain) return null;
        var kernel = flow.Kernel.For(flow.Target.Data.Shape) with { Summation = flow.Flow.Summation };
        var (particles, targets) = (flow.Source.Draw(flow.Seed, "source"), flow.Target.Draw(flow.Seed, "target"));
        if (particles.Columns != targets.Columns) particles = flow.Target.Draw(flow.Seed, "source"); // a generator's points, wherever they are, have the targets' coordinates
        var centres = particles.Above(targets);
        var field = SecondsOf(kernel, particles, centres, particles.Rows, withGradients: true);
        if (flow.Loss.Affine is { Curvature: 0 }) return new(field, field);
        if (!FlowMemory.UsesProducts(flow)) return new(field + SecondsOfFew(flow) * Math.Pow(all / (2 * FewPoints), flow is { Training: Exact, Loss: Hinge } ? 3 : 2), field);
        return new(field + Products(flow) * SecondsOf(kernel, centres, centres, particles.Rows, withGradients: false), field);
    }

    // Values, or gradients too, at some points before some centres, times the pairs that a sum will take.
    private static double SecondsOf(Kernel kernel, Matrix x, Matrix y, int negative, bool withGradients)
    {
        double[] coefficients = [.. Enumerable.Range(0, y.Rows).Select(j => j < negative ? -1.0 / negative : 1.0 / (y.Rows - negative))];
        var pairs = kernel.Summation.Prepare(kernel, x, y).ExpectedPairs(coefficients, withGradients);
        Matrix some = Some(x, MeasuredRows), others = Some(y, MeasuredCentres);
        var (values, gradients) = (new double[some.Rows], withGradients ? new Matrix(some.Rows, some.Columns) : null);
        return SecondsOf(() => kernel.ExpandDirectly(some, others, coefficients[..others.Rows], values, gradients)) / ((double)some.Rows * others.Rows) * pairs;
    }

    private static Matrix Some(Matrix points, int count) => points.Rows <= count ? points : points.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * points.Rows / count))]);

    private static (TrainingProblem Problem, FunctionSpaceTraining Training) Few(ParticleFlowExperiment flow, Summation summation)
    {
        var kernel = flow.Kernel.For(flow.Target.Data.Shape) with { Summation = summation };
        Matrix targets = Some(flow.Target.Draw(flow.Seed, "target"), FewPoints), particles = flow.Source.Draw(flow.Seed, "source");
        particles = Some(particles.Columns == targets.Columns ? particles : flow.Target.Draw(flow.Seed, "source"), FewPoints);
        return (TrainingProblem.Of(kernel, particles.Above(targets), particles.Rows, flow.Loss, flow.Normalisation), (FunctionSpaceTraining)flow.Training);
    }

    private static double SecondsOfFew(ParticleFlowExperiment flow) => SecondsOf(() =>
    {
        var (problem, training) = Few(flow, new DirectSummation());
        training.Train(problem);
    });

    private static int Products(ParticleFlowExperiment flow)
    {
        var counter = new Counter();
        using (counter.Use())
        {
            var (problem, training) = Few(flow, new HierarchicalSummation(flow.Flow.Summation is HierarchicalSummation { Tolerance: var own } ? own : flow.Flow.Summation is AutomaticSummation { Tolerance: var chosen } ? chosen : 1e-10));
            training.Train(problem);
        }

        return Math.Max(1, counter.Sums);
    }

    // Anything short is done several times, for the first ones compile, and others may take the processor away.
    internal static double SecondsOf(Action work)
    {
        const double isEnough = .5;
        const int most = 32;
        var (least, all) = (double.PositiveInfinity, 0.0);
        for (var attempt = 0; attempt < most && all < isEnough; attempt++)
        {
            var clock = Stopwatch.StartNew();
            work();
            (least, all) = (Math.Min(least, clock.Elapsed.TotalSeconds), all + clock.Elapsed.TotalSeconds);
        }

        return least;
    }

    /// <summary>Helps nobody, and counts how often it is asked.</summary>
    private sealed class Counter : KernelHelpers
    {
        public int Sums { get; private set; }

        public override bool TryExpand(Kernel kernel, Matrix x, Matrix y, double[] coefficients, double[] values, Matrix? gradients) => false;

        public override bool TryGram(Kernel kernel, Matrix x, Matrix y, bool isBelow, Matrix result) => false;

        public override HierarchicalState? TrySum(HierarchicalSum sum, double[] coefficients, double allowed, double allowedSlope, bool withGradients)
        {
            Sums++;
            return null;
        }
    }
}
