using NtkGan.Experiments;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Lab;

/// <summary>An experiment's run, without a folder: flows and syntheses.</summary>
internal sealed class LiveRun : Live
{
    private readonly Experiment _experiment;
    private readonly ExperimentRun _run;

    /// <summary>Starts a run.</summary>
    /// <exception cref="UsageException">The settings do not fit together, or the experiment has no moving points.</exception>
    public LiveRun(Experiment experiment)
    {
        (_experiment, _run) = (experiment, experiment.Start());
        if (_run.Frame() is null) throw new UsageException($"The lab plays flows, games and syntheses, not a {Catalog.NameOf(experiment.GetType()).Replace('_', ' ')}.");
    }

    public override long Step => _run.Step;

    public override IReadOnlyList<string> Header => _experiment.Header;

    public override string Caption => _experiment.Caption;

    public override IReadOnlyList<string> Curves => [.. _run.Columns.Select(MetricWords.Named)];

    public override string? End => _run.Convergence ?? _run.Divergence ?? (_run.Step >= _run.LastStep ? FormattableString.Invariant($"All {_run.LastStep} steps are done.") : null);

    public override bool PointsDescend => _experiment is ParticleFlowExperiment;

    public override void Advance() => _run.Advance();

    public override FlowFrame Frame() => _run.Frame()!;

    public override IReadOnlyList<double?> Measure() => _run.Row();

    public override IReadOnlyDictionary<string, Matrix> Save() => _run.Save();

    public override void Restore(long step, IReadOnlyDictionary<string, Matrix> state) => _run.Restore(step, state);

    public override void Place(int point, IReadOnlyList<double> place) => _run.Place(point, place);
}
