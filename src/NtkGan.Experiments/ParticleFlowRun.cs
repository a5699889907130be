using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.State;

namespace NtkGan.Experiments;

/// <summary>A particle flow under way. A step depends on the particles, the step size that the last step suggests, and the step's number.</summary>
internal sealed class ParticleFlowRun : ExperimentRun
{
    private const string Generated = "x", Parameters = "x", Targets = "y", Elapsed = "time", Move = "move", Distances = "distances", Cost = "lg", Report = "report",
        Discriminator = "discriminator", Method = "method", Scale = "scale", Swing = "swing";

    private readonly ParticleFlowExperiment _settings;
    private readonly Kernel _kernel;
    private readonly GeneratorFlow _flow;
    private readonly Matrix _latents, _targets;
    private readonly RealRows _real;
    private readonly Func<long, Matrix> _targetsOf;
    private readonly Func<long, (GeneratedBatch Moving, GeneratedBatch? Fakes)> _batchesOf;
    private FlowView _view;
    private readonly FlowEscape _escape;
    private readonly FlowSwing _swing;
    private FlowState _state;
    private double _move = double.MaxValue;
    private (long Step, FlowField Field)? _observed;
    private Matrix? _points;
    private string? _divergence;
    private SummationReport? _summation;

    public ParticleFlowRun(ParticleFlowExperiment settings)
    {
        _settings = settings;
        if (Columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"metrics: two of them write the column '{twice.Key}' of metrics.csv: keep one.");
        FlowMemory.Check(settings);
        if (settings.Generator is Particles && settings.Source.Data.Dimension != settings.Target.Data.Dimension)
            throw new UsageException($"The source has {settings.Source.Data.Dimension} dimensions and the target {settings.Target.Data.Dimension}: set source.data.dimension={settings.Target.Data.Dimension}.");
        var latents = _latents = settings.Source.Draw(settings.Seed, "source");
        var (generator, parameters) = settings.Generator.Start(latents, settings.Target.Data.Dimension, settings.Seed);
        _kernel = settings.Kernel.For(settings.Target.Data.Shape) with { Summation = settings.Flow.Summation };
        _flow = new(_kernel, settings.Loss, settings.Training, settings.Flow.Method, settings.Flow.Scaling, settings.Flow.Cost,
            settings.Normalisation, seed: settings.Seed, generator: generator, gradient: settings.Gradient, share: settings.Flow.Share);
        _state = new(parameters);
        _real = settings.Target.RealRows(settings.HeldOut, settings.Metrics, settings.Seed);
        _targets = _real.Drawn;
        _targetsOf = settings.Target.Steps(_targets, settings.Seed, "target");
        _batchesOf = Batches(generator, latents);
        _view = FlowView.Around(_real.AsSeen(Points), _real.Seen);
        (_escape, _swing) = (new(Points, _targets), new(Points, _targets));
        if (FarPoints.NoteOn(settings, _kernel, Points, _targets) is { } note) StepNotes.Add(note, 0);
        if (settings.Generator is InfiniteWidthGenerator wide && FarPoints.NoteOn(wide.Kernel, latents, time: 0) is { } far) StepNotes.Add($"generator: {far}", 0);
    }

    public override long Step => _state.Step;

    public override long LastStep => _settings.Flow.Iterations;

    public override double Time => _state.Time;

    public override IReadOnlyList<string> Columns => [Cost, .. _settings.Metrics.SelectMany(metric => metric.Columns)];

    public override string? Convergence => _settings.Flow.Tolerance > 0 && _move <= _settings.Flow.Tolerance
        ? FormattableString.Invariant($"In the last step no particle moved further than {_settings.Flow.Tolerance}.") : null;

    public override string? Divergence => _divergence;

    public override SummationReport? Summation => _summation;

    public override bool StepsAreWhole => true;

    // Of the last steps only: what swings on its way may come to rest.
    public override IReadOnlyCollection<string> Notes => _swing.Note is { } note ? [note] : [];

    protected override IEnumerable<Matrix> Data => [_latents, _targets];

    public override void Advance()
    {
        var before = Points;
        var (moving, fakes) = _batchesOf(Step);
        var state = _flow.Advance(_state, _targetsOf(Step), moving, fakes);
        try
        {
            var points = _flow.Points(state);
            if (!points.IsFinite()) throw new NumericalException("A generated point has left the finite numbers: reduce the step size.");
            if (_escape.LostAt(points) is { } lost) throw new NumericalException(lost);
            (_state, _points, _move) = (state, points, LargestMove(before, points));
            _summation = SummationReport.Worse(_summation, state.Report?.Summation);
        }
        catch
        {
            _flow.Game.TakeBack();
            throw;
        }

        _swing.Add(before, Points);
        if (state.Report is { } report && TrainingNotes.Of(report.Note) is { } said) StepNotes.Add(said, Step, endedEarly: report.Status == TrainingStatus.StepLimit);
        if (state.Report is { Coincident: > 0 and var coincident } && _settings.Generator is Particles)
            StepNotes.Add(FormattableString.Invariant($"{coincident} generated point{(coincident == 1 ? " lies" : "s lie")} in the very place of another: under one discriminator they move as one and never part, unless something moves them apart."), Step);
        if (_move == 0) StepNotes.Add("No generated point moved in a step: the slope of the generator's cost is 0 at all of them.", Step);
    }

    public override IReadOnlyList<double?> Measure()
    {
        var modes = _settings.Target.Data.Modes;
        var field = Observe();
        var input = new MetricInput(_real.AsSeen(Points), _real.Seen, _real.OnSeen(_kernel.Gram), modes?.Centres, modes?.Deviation ?? 0, _settings.Seed, _real.SeenHeldOut, _real.Images,
            _real.Display, _real.IsSeen ? field.Discriminator.TangentKernels : null, _real.IsSeen ? _kernel : null, _real.Labelled, () => AdvantageOf(field));
        var values = _settings.Metrics.SelectMany(metric => Measured(metric, input).Select(value => (Metric: metric, Value: value))).ToList();
        MetricValue[] distances = [.. values.Where(pair => pair.Metric.IsDistance).Select(pair => pair.Value)];
        if (Step == 0) _escape.Start = [.. distances.Select(value => value.Status == MetricStatus.Unavailable ? double.MaxValue : value.Value)];
        _divergence = _escape.Of(Points, distances);
        if (_divergence is not null) StepNotes.Add(_divergence, Step);
        return [field.Cost, .. values.Select(pair => Noted(pair.Value))];
    }

    // Of GA-NTK's scores the adversarial loss says nothing.
    private double? AdvantageOf(FlowField field)
    {
        if (_settings.Gradient is ThroughTraining { Scores: not null }) return null;
        var loss = _settings.Loss;
        double[] onFakes = [.. field.Discriminator.Values(Points).Select(f => loss.FakeAt(f).Value - loss.FakeAt(0).Value)];
        double[] onTargets = [.. field.Discriminator.Values(_targets).Select(f => loss.TargetAt(f).Value - loss.TargetAt(0).Value)];
        return _settings.Normalisation == Normalisation.PerMeasure ? onFakes.Average() - onTargets.Average()
            : (onFakes.Sum() - onTargets.Sum()) / (onFakes.Length + onTargets.Length);
    }

    public override void Draw(string path)
    {
        var field = Observe();
        if (_view.TopSpeed is null) _view = _view.ScaledTo(FrameOf(field)); // the first picture sets the colours and the arrows of all
        _settings.Pictures.Save(FrameOf(field), path, isResult: Step == LastStep || Convergence is not null, _settings.Log.Frame is { } plot ? plot with { Style = _settings.Figure } : null);
    }

    public override FlowFrame Frame() => FrameOf(Observe());

    public override void Place(int point, IReadOnlyList<double> place)
    {
        if (_settings.Generator is not Particles) throw new UsageException("Points of a generator follow its parameters: only free particles can be moved by hand.");
        _state = _state with { Parameters = Placed(Points, point, place) };
        (_points, _observed) = (null, null);
        ForgetRow();
    }

    private FlowFrame FrameOf(FlowField field) => _real.AsSeen(new FlowFrame($"{(_settings.Generator is Particles ? "Particles" : "Generated points")} under the loss {_settings.LossWords}", Step, _state.Time, Points, _targets, field.Velocities,
        points => [.. field.Discriminator.Values(points).Select(f => _flow.CostAt(f).Value)], _view, _real.Images, _real.Display,
        LandscapeLabel: _settings.Gradient is Frozen ? FlowFrame.Cost : "generator's cost c(f)"));

    public override void Save(StateWriter state)
    {
        state.Set(Parameters, _state.Parameters);
        state.Set(Elapsed, _state.Time);
        state.Set(Move, _move);
        if (_escape.Start is { Length: > 0 } start) state.Set(Distances, start);
        if (_view is { Landscape: { } landscape, TopSpeed: { } top }) state.Set(Scale, [landscape.From, landscape.To, top]);
        _flow.Game.Save(state.Scope(Discriminator));
        _state.Memory?.Save(state.Scope(Method));
        _state.Report?.Save(state.Scope(Report));
        _swing.Save(state.Scope(Swing));
    }

    public override void Restore(long step, StateReader state)
    {
        var parameters = state.Matrix(Parameters, _state.Parameters.Rows, _state.Parameters.Columns);
        var (time, move, method) = (state.Number(Elapsed), state.Number(Move), state.Scope(Method));
        var memory = method.IsEmpty ? null : _flow.Method.Start(parameters.Values.Length);
        memory?.Restore(method);
        var distances = state.Has(Distances) ? state.Numbers(Distances) : null;
        if (state.Has(Scale) && state.Numbers(Scale) is [var low, var high, var top]) _view = _view with { Landscape = new(low, high), TopSpeed = top };
        var report = state.Scope(Report) is { IsEmpty: false } met ? FlowReport.Restored(met) : null;
        _swing.Restore(state.Scope(Swing));
        _flow.Game.Restore(state.Scope(Discriminator));
        (_state, _points, _observed, _move, _escape.Start) = (new(parameters, step, time, memory, report), null, null, move, distances);
    }

    public override IReadOnlyDictionary<string, Matrix> Results() => new Dictionary<string, Matrix> { [Generated] = _real.AsSeen(Points), [Targets] = _real.Seen };

    public override void Export(string folder)
    {
        if (_settings.Target.Data is Table target) TableSchema.Write(Path.Combine(folder, "schema.yaml"), target, "target", "data");
        else if (_settings.Source.Data is Table source) TableSchema.Write(Path.Combine(folder, "schema.yaml"), source, "source", "data");
    }

    /// <summary>The points of each step: some of those drawn at the start, or fresh latent points, one batch for the discriminator and another for
    /// the generator.</summary>
    private Func<long, (GeneratedBatch Moving, GeneratedBatch? Fakes)> Batches(GeneratorMap generator, Matrix latents)
    {
        var (source, seed) = (_settings.Source, _settings.Seed);
        if (!source.IsEndless)
        {
            var rows = source.Indices(latents.Rows, seed, "source");
            return step => (new(generator, rows(step)), null);
        }

        if (_settings.Generator is not NetworkGenerator)
            throw new UsageException("Only a network generates from fresh latent points at every step: set source.count to a number of at least 1.");
        var (moving, fakes) = (source.Steps(latents, seed, "source"), source.Steps(latents, seed, "source for the discriminator"));
        return step => (new(generator.On(moving(step))), new(generator.On(fakes(step))));
    }

    /// <summary>The generated points of the present state.</summary>
    private Matrix Points => _points ??= _flow.Points(_state);

    /// <summary>The discriminator against the present particles, trained once for the metrics and the picture of a step.</summary>
    private FlowField Observe()
    {
        if (_observed is { } known && known.Step == Step) return known.Field;
        var field = _flow.Observe(Points, _targets);
        if (field.Trained.Status == TrainingStatus.Diverged) throw new NumericalException(field.Trained.Note);
        if (TrainingNotes.Of(field.Trained.Note) is { } said) StepNotes.Add(said, Step, endedEarly: field.Trained.Status == TrainingStatus.StepLimit);
        _observed = (Step, field);
        return field;
    }

    // A metric that has no answer is no fault of the flow.
    private static IReadOnlyList<MetricValue> Measured(Metric metric, MetricInput input)
    {
        try
        {
            return metric.Measure(input);
        }
        catch (NumericalException failure)
        {
            return [.. metric.Columns.Select(column => MetricValue.Unavailable(column, failure.Message))];
        }
    }

    private static double LargestMove(Matrix before, Matrix after)
    {
        var largest = 0.0;
        for (var i = 0; i < before.Rows; i++)
        {
            var (sum, widest) = (0.0, 0.0); // squares of small moves vanish
            for (var k = 0; k < before.Columns; k++)
            {
                var move = Math.Abs(after[i, k] - before[i, k]);
                (sum, widest) = (sum + move * move, Math.Max(widest, move));
            }

            largest = Math.Max(largest, Math.Max(Math.Sqrt(sum), widest));
        }

        return Math.Min(largest, double.MaxValue);
    }
}
