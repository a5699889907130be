using NtkGan.Experiments.Distribution;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Several experiments side by side, each with several seeds. A word with commas, such as <c>ipm,lsgan</c>, stands for one experiment with
/// each of its parts, so that several such words make a table of all combinations. Every run has a folder of its own and is resumed or
/// kept where that folder already holds it.</summary>
public sealed class Comparison
{
    private const int MostRuns = 10_000;

    private readonly string _folder;
    private readonly ComparisonLayout _layout;

    private Comparison(string folder, IReadOnlyList<ComparedRun> runs, ComparisonLayout layout) => (_folder, Runs, _layout) = (folder, runs, layout);

    /// <summary>The runs, the seeds of an experiment next to each other.</summary>
    public IReadOnlyList<ComparedRun> Runs { get; }

    /// <summary>Puts a comparison together; nothing runs, but every experiment is prepared once, so that a mistake in any of them is found before
    /// work starts.</summary>
    /// <param name="words">Presets, files and key=value settings, as for one experiment, but for the commas.</param>
    /// <param name="seeds">Runs of each experiment: seeds 1, 2, ...; at least 1.</param>
    /// <param name="folder">Where the folders of the runs lie.</param>
    /// <exception cref="UsageException">A word is wrong, or the settings of an experiment do not fit together.</exception>
    public static Comparison Of(IReadOnlyList<string> words, int seeds, string folder)
    {
        Require.AtLeast(1, seeds);
        var combinations = WordCombinations.Of(words, MostRuns, "runs");
        if ((long)combinations.All.Count * seeds > MostRuns) throw new UsageException(FormattableString.Invariant($"A comparison has at most {MostRuns} runs, and this one would have {(long)combinations.All.Count * seeds}: take fewer seeds or parts."));
        var runs = new List<ComparedRun>();
        foreach (var combination in combinations.All)
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                var composition = Composition.Of([.. combination, FormattableString.Invariant($"seed={seed}")]);
                if (seed == 1) composition.Experiment.Start().Tried();
                runs.Add(new(composition, Path.Combine(folder, FormattableString.Invariant($"{composition.Name}-seed{seed}"))));
            }
        }

        if (runs.GroupBy(run => run.Path).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"Two experiments of the comparison are called '{twice.First().Composition.Name}': name each once.");
        return new(folder, runs, new(combinations, seeds));
    }

    /// <summary>What all runs take from their start, of each experiment one seed measured on the threads that it will have.</summary>
    public CostEstimate Estimate()
    {
        var atOnce = AtOnce;
        using var share = Workers.Limit(Workers.Count / atOnce);
        return CostEstimate.Sum([.. Runs.GroupBy(run => run.Composition.Name).SelectMany(group => Enumerable.Repeat(CostEstimate.Of(group.First().Composition.Experiment), group.Count()))], atOnce);
    }

    // Several processes share the runs already.
    private int AtOnce => TaskPool.Present.Size > 1 ? 1 : RunsAtOnce.Of([.. Runs.Select(run => run.Composition.Experiment)], MemoryBudget.Available);

    /// <summary>Does what is left to do, one run on each thread, or fewer where memory is short; writes <c>comparison.csv</c> beside the runs and draws all their
    /// metrics in <c>curves.png</c>. The numbers do not depend on how many runs go at a time.</summary>
    /// <param name="commandLine">The arguments, for the runs' records.</param>
    /// <param name="progress">Told when a run begins, after each of its steps and when it ends, by the thread that does it; null for nobody.</param>
    /// <param name="warning">Told of damaged checkpoints, and of runs that diverged or of whose trainings some ended early.</param>
    /// <param name="cancellation">Asks for an end after the present step, with a checkpoint.</param>
    /// <returns>The table, of all runs or of those done when the comparison was interrupted.</returns>
    /// <exception cref="UsageException">A folder holds another run, or is in use.</exception>
    /// <exception cref="InvalidDataFormatException">A folder's files are broken or cannot be written.</exception>
    public ComparisonTable Run(IReadOnlyList<string> commandLine, IProgress<ComparisonProgress>? progress, Action<string> warning, CancellationToken cancellation = default)
    {
        var results = TaskPool.Present is { Size: > 1 } pool
            ? ComparedRuns.Run(pool, Runs, commandLine, run =>
            {
                progress?.Report(new(run));
                progress?.Report(new(run, IsOver: true));
            }, warning, cancellation)
            : SideBySide(commandLine, progress, warning, cancellation);
        var done = Runs.Zip(results).Where(pair => pair.Second is not null).Select(pair => (Run: pair.First, Result: pair.Second!)).ToList();
        var failed = Runs.Count - done.Count;
        if (done.Count == 0 && !cancellation.IsCancellationRequested) throw new UsageException("All runs of the comparison failed.");
        var table = ComparisonTable.Of([.. done.Select(pair => (pair.Run.Composition.Name, pair.Result))]);
        foreach (var ended in done.GroupBy(pair => (pair.Run.Composition.Name, pair.Result.Status)).Where(group => group.Key.Status is RunStatus.Diverged or RunStatus.StepLimit))
        {
            var (count, runs) = (ended.Count(), done.Count(pair => pair.Run.Composition.Name == ended.Key.Name));
            warning(FormattableString.Invariant($"{ended.Key.Name}: {count} of {runs} run{(runs == 1 ? "" : "s")} {(ended.Key.Status == RunStatus.Diverged ? "diverged" : "did not do all that was asked")}: {(ended.First().Result is { Reason: { Length: > 0 } reason } ? reason : string.Join(' ', ended.First().Result.Notes))}"));
        }

        Directory.CreateDirectory(_folder);
        table.Write(Path.Combine(_folder, "comparison.csv"));
        var drawn = Curves(results);
        var first = Runs[0].Composition.Experiment;
        var seeds = Runs.Select(run => run.Composition.Experiment.Seed).Distinct().Count();
        if (drawn.Metrics.Count > 0)
            new PictureWriter(first.Figure, FormattableString.Invariant($"{Runs.Select(run => run.Composition.Name).Distinct().Count()} experiments, {seeds} seed{(seeds == 1 ? " of each" : "s of each, the line their mean, the band from the least to the greatest")}; of the first: {first.Caption}")).Save(drawn, Path.Combine(_folder, "curves.png"));
        return failed == 0 || cancellation.IsCancellationRequested ? table
            : throw new UsageException(FormattableString.Invariant($"{failed} of {Runs.Count} runs failed, the others are done and in comparison.csv; once that is mended, the same command does what is missing."));
    }

    private MetricRuns Curves(RunResult?[] results)
    {
        int[] measured = [.. Enumerable.Range(0, Runs.Count).Where(r => results[r] is not null && File.Exists(MetricsOf(r)))];
        return _layout.Arrange("Metrics against the step", [.. measured.Select(r => (r, MetricsTable.Read(MetricsOf(r), Runs[r].Composition.Name)))]);

        string MetricsOf(int run) => Path.Combine(Runs[run].Path, "metrics.csv");
    }

    private RunResult?[] SideBySide(IReadOnlyList<string> commandLine, IProgress<ComparisonProgress>? progress, Action<string> warning, CancellationToken cancellation)
    {
        var results = new RunResult?[Runs.Count];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Workers.SideBySide(Runs.Count, AtOnce, r =>
        {
            if (end.IsCancellationRequested) return;
            var (run, (text, experiment)) = (Runs[r], (Runs[r].Composition.Text, Runs[r].Composition.Experiment));
            try
            {
                results[r] = Carry(run.Path, text, experiment, commandLine, run.Composition.Origins, () =>
                {
                    progress?.Report(new(run));
                    return progress is null ? null : new Steps(run, progress);
                }, warning, end.Token);
                progress?.Report(new(run, IsOver: true));
            }
            catch
            {
                end.Cancel(); // the others leave a checkpoint, and the failure is told
                throw;
            }
        });
        return results;
    }

    /// <summary>Says of each step which run it is of.</summary>
    private sealed class Steps(ComparedRun run, IProgress<ComparisonProgress> progress) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => progress.Report(new(run, value));
    }

    /// <summary>Does one run, or finds it done.</summary>
    internal static RunResult Carry(string path, string text, Experiment experiment, IReadOnlyList<string> commandLine, IReadOnlyDictionary<string, string>? origins, Func<IProgress<RunProgress>?> begin, Action<string> warning, CancellationToken cancellation)
    {
        using var folder = RunFolder.CreateOrOpen(path, text, RunEnvironment.Here(experiment.Seed, commandLine, origins));
        if (folder.Result(warning) is { Status: not RunStatus.Interrupted } finished) return finished;
        try
        {
            var run = experiment.Start();
            folder.Restore(run, warning);
            return new ExperimentRunner(folder, experiment.Log, experiment).Run(run, begin(), cancellation);
        }
        catch (NumericalException failure)
        {
            // One that cannot even begin is a result too, and no reason to leave out the others.
            var failed = new RunResult(RunStatus.Diverged, failure.Message, 0, new Dictionary<string, double?>(), [], 0);
            folder.Write(failed);
            return failed;
        }
    }
}

/// <summary>One run of a comparison.</summary>
/// <param name="Composition">The experiment, its seed included.</param>
/// <param name="Path">The run's folder.</param>
public sealed record ComparedRun(Composition Composition, string Path);

/// <summary>Where a comparison stands.</summary>
/// <param name="Run">The run that it is about.</param>
/// <param name="Step">A step of it that is done; null where it begins or ends.</param>
/// <param name="IsOver">Whether it has ended, or was found done.</param>
public sealed record ComparisonProgress(ComparedRun Run, RunProgress? Step = null, bool IsOver = false);
