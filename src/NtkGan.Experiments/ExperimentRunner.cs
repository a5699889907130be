using System.Diagnostics;
using NtkGan.Data.Files;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Where a run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="FirstStep">Steps that were done when this process began.</param>
/// <param name="LastStep">Steps to do.</param>
/// <param name="Columns">The names of the metrics.</param>
/// <param name="Metrics">The metrics of this step if it is a recorded one, or null.</param>
public sealed record RunProgress(long Step, long FirstStep, long LastStep, IReadOnlyList<string> Columns, IReadOnlyList<double?>? Metrics);

/// <summary>Carries a run through: steps, rows of metrics, pictures, checkpoints and the result. It knows nothing of what is computed.</summary>
/// <param name="folder">Where everything is written.</param>
/// <param name="log">What is recorded, and when.</param>
public sealed class ExperimentRunner(RunFolder folder, LogSettings log)
{
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    /// <summary>Runs from the present step to the end.</summary>
    /// <param name="run">The run, at step 0 or restored.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Asks for an end after the present step, with a checkpoint.</param>
    /// <returns>How it ended; also written to <c>result.json</c>.</returns>
    /// <exception cref="InvalidDataFormatException">A file cannot be written.</exception>
    public RunResult Run(ExperimentRun run, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (clock, first) = (Stopwatch.StartNew(), run.Step);
        using var table = new MetricsTable(folder.MetricsPath, run.Columns, first);
        var metrics = new Dictionary<string, double?>();
        var (status, reason) = Steps(run, cancellation, () =>
        {
            var row = Record(run, table);
            if (row is not null) metrics = run.Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);
            progress?.Invoke(new(run.Step, first, run.LastStep, run.Columns, row));
        });
        if (status != RunStatus.Interrupted) NumpyArchive.Write(folder.SamplesPath, run.Results().ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));
        if (status != RunStatus.Interrupted) run.Export(folder.Path);
        if (log.FramesEvery > 0 && run.Columns.Count > 0) Plot.For(table.Curves).Save(table.Curves, folder.CurvesPath);
        var result = new RunResult(status, reason, run.Step, metrics, [.. _notes, .. run.Notes], Math.Round(clock.Elapsed.TotalSeconds, 3));
        folder.Write(result);
        return result;
    }

    private (RunStatus Status, string Reason) Steps(ExperimentRun run, CancellationToken cancellation, Action record)
    {
        try
        {
            for (record(); !IsOver(run); record())
            {
                if (cancellation.IsCancellationRequested)
                {
                    folder.Save(new(run.Step, run.Save()));
                    return (RunStatus.Interrupted, FormattableString.Invariant($"Interrupted at step {run.Step}; go on with: ntkgan resume {folder.Path}"));
                }

                run.Advance();
            }

            return run.Convergence is { } reason ? (RunStatus.Converged, reason) : (RunStatus.StepLimit, "");
        }
        catch (NumericalException failure)
        {
            // The last state that a step completed, for whoever looks for the cause.
            var state = run.Save();
            if (state.Values.All(array => array.IsFinite())) folder.Save(new(run.Step, state));
            return (RunStatus.Diverged, failure.Message);
        }
    }

    private static bool IsOver(ExperimentRun run) => run.Step >= run.LastStep || run.Convergence is not null;

    /// <summary>Records what is due at the present step; the row of metrics if one is. The row reaches the disk before the checkpoint.</summary>
    private IReadOnlyList<double?>? Record(ExperimentRun run, MetricsTable table)
    {
        bool Due(int every) => IsOver(run) || run.Step % every == 0;
        var row = Due(log.Every) ? Finite(run, run.Measure()) : null;
        if (row is not null) table.Add(run.Step, run.Time, row);
        if (log.FramesEvery > 0 && (IsOver(run) || log.IsFrameDue(run.Step))) run.Draw(folder.FramePath(run.Step));
        if (Due(log.CheckpointEvery)) folder.Save(new(run.Step, run.Save()));
        return row;
    }

    private IReadOnlyList<double?> Finite(ExperimentRun run, IReadOnlyList<double?> row)
    {
        foreach (var (column, value) in run.Columns.Zip(row))
            if (value is { } number && !double.IsFinite(number))
                _notes.Add(FormattableString.Invariant($"The metric {column} was not finite at step {run.Step}: its cells are empty there."));
        return [.. row.Select(value => value is { } number && double.IsFinite(number) ? value : null)];
    }
}
