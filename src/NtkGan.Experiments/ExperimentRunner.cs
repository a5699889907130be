using System.Diagnostics;
using NtkGan.Data.Files;
using NtkGan.Experiments.Reports;
using NtkGan.Experiments.TensorBoard;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Where a run stands.</summary>
/// <param name="step">Steps done.</param>
/// <param name="firstStep">Steps that were done when this process began.</param>
/// <param name="lastStep">Steps to do.</param>
/// <param name="columns">The names of the metrics.</param>
/// <param name="metrics">The metrics of this step if it is a recorded one, or null.</param>
/// <param name="left">What the steps left will take, from the pace of the latest ones; null until that is known.</param>
/// <param name="stepsPerSecond">The pace of the latest steps, without records and pictures; null until it is known.</param>
public sealed class RunProgress(long step, long firstStep, long lastStep, IReadOnlyList<string> columns, IReadOnlyList<double?>? metrics,
    TimeSpan? left = null, double? stepsPerSecond = null)
{
    /// <summary>Steps done.</summary>
    public long Step { get; } = step;

    /// <summary>Steps that were done when this process began.</summary>
    public long FirstStep { get; } = firstStep;

    /// <summary>Steps to do.</summary>
    public long LastStep { get; } = lastStep;

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>The metrics of this step if it is a recorded one, or null.</summary>
    public IReadOnlyList<double?>? Metrics { get; } = metrics;

    /// <summary>What the steps left will take, from the pace of the latest ones; null until that is known.</summary>
    public TimeSpan? Left { get; } = left;

    /// <summary>The pace of the latest steps, without records and pictures; null until it is known.</summary>
    public double? StepsPerSecond { get; } = stepsPerSecond;
}

/// <summary>Carries a run through: steps, rows of metrics, pictures, checkpoints and the result. It knows nothing of what is computed.</summary>
/// <param name="folder">Where everything is written.</param>
/// <param name="log">What is recorded, and when.</param>
/// <param name="experiment">Says how the curves of the metrics look; as usual if not given.</param>
public sealed class ExperimentRunner(RunFolder folder, LogSettings log, Experiment? experiment = null)
{
    private readonly RunPace _pace = new(log);

    /// <summary>Runs from the present step to the end.</summary>
    /// <param name="run">The run, at step 0 or restored.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Asks for an end, with a checkpoint: after the present step, or within it, a measurement or a picture that takes long.</param>
    /// <returns>How it ended; also written to <c>result.json</c>.</returns>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public RunResult Run(ExperimentRun run, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            return Carry(run, progress, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write into '{folder.Path}': {failure.Message}");
        }
    }

    private RunResult Carry(ExperimentRun run, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var (clock, first) = (Stopwatch.StartNew(), run.Step);
        using var table = new MetricsTable(folder.MetricsPath, run.Columns, first);
        using var events = log.Tensorboard ? EventFile.Open(folder.Path, first) : null;
        if (table.Missing(log.Every) is > 0 and var missing)
            run.StepNotes.Add(FormattableString.Invariant($"metrics.csv had lost {missing} of its rows before step {first}, where the run went on."), first);
        var metrics = new Dictionary<string, double?>();
        var (status, reason) = Steps(run, cancellation, () =>
        {
            var row = Record(run, table, events, cancellation);
            if (row is not null) metrics = run.Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);
            progress?.Report(new(run.Step, first, run.LastStep, run.Columns, row, _pace.Left(run.Step, run.LastStep), _pace.StepsPerSecond));
        });
        if (status != RunStatus.Interrupted) Leave(run);
        if (run.Columns.Count > 0) (experiment?.Pictures ?? new(PlotStyle.Default)).Save(table.Curves, folder.CurvesPath);
        var result = new RunResult(status, reason, run.Step, metrics, [.. run.StepNotes.Texts, .. run.Notes], Math.Round(clock.Elapsed.TotalSeconds, 3), run.Accuracy, run.Summation);
        folder.Write(result);
        if (log.Report) Report.Write(Path.Combine(folder.Path, Report.UsualName), [folder.Path]);
        return result;
    }

    private (RunStatus Status, string Reason) Steps(ExperimentRun run, CancellationToken cancellation, Action record)
    {
        var isWhole = true;
        try
        {
            for (record(); !IsOver(run); record())
            {
                if (cancellation.IsCancellationRequested)
                {
                    folder.Save(run);
                    return Interrupted(run);
                }

                isWhole = run.StepsAreWhole;
                Timed(_pace.Steps, () =>
                {
                    using var within = Workers.EndBy(cancellation);
                    run.Advance();
                });
                isWhole = true;
            }

            return run.Divergence is { } divergence ? (RunStatus.Diverged, divergence) : run.Convergence is { } reason ? (RunStatus.Converged, reason)
                : (run.StepNotes.TellsOfAnEarlyEnd ? RunStatus.StepLimit : RunStatus.Finished, "");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (isWhole) folder.Save(run);
            return Interrupted(run);
        }
        catch (NumericalException failure)
        {
            // The last state that a step completed, for whoever looks for the cause.
            var state = run.Save();
            if (state.Values.All(array => array.IsFinite())) folder.Save(run, state);
            return (RunStatus.Diverged, failure.Message);
        }
    }

    private (RunStatus Status, string Reason) Interrupted(ExperimentRun run) =>
        (RunStatus.Interrupted, FormattableString.Invariant($"Interrupted at step {run.Step}; go on with: ntkgan resume {folder.Path}"));

    private static bool IsOver(ExperimentRun run) => run.Step >= run.LastStep || run.Convergence is not null;

    /// <summary>Records what is due at the present step; the row of metrics if one is. The row reaches the disk before the checkpoint.</summary>
    /// <remarks>What is asked to end while it measures or draws measures and draws when it goes on.</remarks>
    private IReadOnlyList<double?>? Record(ExperimentRun run, MetricsTable table, EventFile? events, CancellationToken cancellation)
    {
        bool Due(int every) => IsOver(run) || run.Step % every == 0;
        IReadOnlyList<double?>? row = null;
        using (Workers.Cancel(cancellation))
        {
            if (Due(log.Every)) Timed(_pace.Rows, () => table.Add(run.Step, run.Time, row = Finite(run, run.Row())));
            if (row is not null) events?.Add(run.Step, run.Columns, row);
            if (log.FramesEvery > 0 && (IsOver(run) || log.IsFrameDue(run.Step))) Timed(_pace.Pictures, () => Draw(run, events));
        }

        if (Due(log.CheckpointEvery)) Timed(_pace.Checkpoints, () => folder.Save(run));
        return row;
    }

    private void Draw(ExperimentRun run, EventFile? events)
    {
        var path = folder.FramePath(run.Step);
        run.Draw(path);
        if (events is not null && File.Exists(path)) events.AddPicture(run.Step, "frame", File.ReadAllBytes(path));
    }

    /// <summary>Writes what a run leaves behind. A run that has diverged may have nothing: then it says so.</summary>
    private void Leave(ExperimentRun run)
    {
        try
        {
            var results = run.Results();
            foreach (var (name, array) in results)
            {
                var broken = Broken(array);
                if (broken > 0) run.StepNotes.Add(FormattableString.Invariant($"{broken} of the {array.Values.Length} numbers of the array '{name}' in samples.npz are not finite."), run.Step);
            }

            NumpyArchive.Write(folder.SamplesPath, results.ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));
            run.Export(folder.Path);
        }
        catch (NumericalException failure)
        {
            run.StepNotes.Add($"The last state leaves no samples: {failure.Message}", run.Step);
        }
    }

    private static int Broken(Matrix array)
    {
        var broken = 0;
        foreach (var value in array.Values)
            if (!double.IsFinite(value)) broken++;
        return broken;
    }

    private static IReadOnlyList<double?> Finite(ExperimentRun run, IReadOnlyList<double?> row)
    {
        foreach (var (column, value) in run.Columns.Zip(row))
            if (value is { } number && !double.IsFinite(number)) run.StepNotes.Add($"The metric {column} was not finite: its cells are empty there.", run.Step);
        return [.. row.Select(value => value is { } number && double.IsFinite(number) ? value : null)];
    }

    private static void Timed(RunPace.Window window, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        window.Add(Stopwatch.GetElapsedTime(start));
    }
}
