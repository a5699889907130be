using NtkGan.Experiments.Distribution;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>What work will take, told before it begins from a part of it that is measured.</summary>
/// <param name="Pairs">Pairs of points at which a kernel is evaluated, pair by pair; null where that is not what counts.</param>
/// <param name="Seconds">Wall-clock time, shared evenly by the processes.</param>
/// <param name="MemoryBytes">Memory of the process that needs most, the program's own aside.</param>
/// <param name="DiskBytes">Files.</param>
/// <param name="Processes">Processes that share the work.</param>
public sealed record CostEstimate(double? Pairs, double Seconds, double MemoryBytes, double DiskBytes, int Processes)
{
    // Long enough for a clock, short beside work that is worth asking about.
    private const int MeasuredRows = 256;
    private const int CheckpointsAndSamples = 3;

    /// <summary>The cost of an experiment: one step of it is done on the side; that of a large flow is told from some pairs of points, some boxes of them, and the training of few points.</summary>
    /// <exception cref="UsageException">The settings do not fit together, or need more memory than there is; the message says how much.</exception>
    public static CostEstimate Of(Experiment experiment)
    {
        var run = experiment.Start();
        var processes = TaskPool.Present.Size;
        var start = run.Save().Values.Sum(array => (double)array.Values.Length);
        var flow = experiment as ParticleFlowExperiment;
        var pairs = flow is { Training: FunctionSpaceTraining } ? PairsOf(flow) * run.LastStep : null as double?;
        var told = flow is null ? null : FlowCost.TryTell(flow);
        var step = told?.Step / processes ?? FlowCost.SecondsOf(run.Advance);
        var row = told?.Field / processes ?? FlowCost.SecondsOf(() => run.Measure()); // the metrics of a large flow cost about as much as its field
        var (frames, frame) = (Frames(experiment.Log, run.LastStep), told is null ? FrameOf(experiment, run) : (Seconds: row, Bytes: 0.0));
        var memory = flow is not null ? FlowMemory.Needed(flow) : GC.GetTotalMemory(forceFullCollection: false);
        return new(pairs, run.LastStep * step + (1 + run.LastStep / experiment.Log.Every) * row + frames * frame.Seconds, memory,
            CheckpointsAndSamples * sizeof(double) * Math.Max(start, run.Save().Values.Sum(array => (double)array.Values.Length)) + frames * frame.Bytes, processes);
    }

    /// <summary>The cost of a Gram matrix, from some of its pairs.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">Its rows.</param>
    /// <param name="y">Its columns; null for the rows again, half the work.</param>
    /// <param name="tile">Rows of a tile, where only tiles are in memory at once; null for all of it.</param>
    public static CostEstimate OfGram(Kernel kernel, Matrix x, Matrix? y, int? tile)
    {
        var other = y ?? x;
        var pairs = y is null ? x.Rows * (x.Rows + 1.0) / 2 : (double)x.Rows * other.Rows;
        var (some, columns) = (x.Take([.. Enumerable.Range(0, Math.Min(MeasuredRows, x.Rows))]), other.Take([.. Enumerable.Range(0, Math.Min(MeasuredRows, other.Rows))]));
        var seconds = FlowCost.SecondsOf(() => _ = kernel.Gram(some, columns)) / ((double)some.Rows * columns.Rows) * pairs;
        var points = MemoryBudget.OfMatrices((double)x.Rows + other.Rows, x.Columns, 3);
        var (processes, all) = (TaskPool.Present.Size, MemoryBudget.OfMatrices(x.Rows, other.Rows));
        return new(pairs, seconds / processes, points + (tile is { } side ? MemoryBudget.OfMatrices(side, side, 3) : all), all, processes);
    }

    /// <summary>The cost of many like parts, from one that is done on the side.</summary>
    /// <param name="part">Does one.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="diskBytes">What is written.</param>
    public static CostEstimate OfParts(Action part, double parts, double diskBytes = 0)
    {
        var seconds = FlowCost.SecondsOf(part) * parts;
        return OfSeconds(seconds, diskBytes);
    }

    /// <summary>The cost of work whose time is known from parts, and whose memory is what these have left behind.</summary>
    /// <param name="seconds">Its time.</param>
    /// <param name="diskBytes">What is written.</param>
    public static CostEstimate OfSeconds(double seconds, double diskBytes = 0) => new(null, seconds, GC.GetTotalMemory(forceFullCollection: false), diskBytes, 1);

    /// <summary>Several such works, spread over the processes, or some at a time in one.</summary>
    /// <param name="parts">What each takes by itself.</param>
    /// <param name="atOnce">How many go at a time in a process.</param>
    public static CostEstimate Sum(IReadOnlyList<CostEstimate> parts, int atOnce = 1) => new(parts.All(part => part.Pairs is null) ? null : parts.Sum(part => part.Pairs ?? 0),
        Math.Max(parts.Sum(part => part.Seconds) / atOnce, parts.Max(part => part.Seconds)), atOnce * parts.Max(part => part.MemoryBytes), parts.Sum(part => part.DiskBytes), parts[0].Processes);

    /// <summary>Refuses what does not fit.</summary>
    /// <param name="path">Where its files will lie.</param>
    /// <param name="advice">What to do instead, an order.</param>
    /// <returns>This estimate.</returns>
    /// <exception cref="UsageException">There is less memory, or less room on the disk.</exception>
    public CostEstimate Fitting(string path, string advice)
    {
        MemoryBudget.Check(MemoryBytes, "This", advice);
        TileFile.RefuseWithoutRoom(path, DiskBytes);
        return this;
    }

    /// <summary>Bytes in the unit that a person reads.</summary>
    public static string Size(double bytes) => MemoryBudget.Size(bytes);

    private static double PairsOf(ParticleFlowExperiment flow) => (double)flow.Source.Size * (flow.Source.Size + flow.Target.Size);

    private static double Frames(LogSettings log, long steps) => log.FramesEvery == 0 ? 0 : 1 + steps / log.FramesEvery + Enumerable.Range(1, (int)Math.Min(steps, log.FramesEvery - 1)).TakeWhile(step => step < 100_000).Count(step => log.IsFrameDue(step));

    private static (double Seconds, double Bytes) FrameOf(Experiment experiment, ExperimentRun run)
    {
        if (experiment.Log.FramesEvery == 0) return (0, 0);
        var folder = Directory.CreateTempSubdirectory("ntkgan-estimate");
        try
        {
            var seconds = FlowCost.SecondsOf(() => run.Draw(Path.Combine(folder.FullName, "frame.png")));
            return (seconds, folder.EnumerateFiles().Sum(file => (double)file.Length));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
