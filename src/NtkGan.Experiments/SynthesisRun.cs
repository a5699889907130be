using System.Globalization;
using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.State;
using NtkGan.Synthesis;

namespace NtkGan.Experiments;

/// <summary>A synthesis under way. The loss, gradient, scores and noise of a row of metrics belong to the samples of that step and the batch that the next step
/// uses, which is the first thing that step computes.</summary>
internal sealed class SynthesisRun : ExperimentRun
{
    private const string Generated = "x", Targets = "y", Ended = "ended";

    private readonly SynthesisExperiment _settings;
    private readonly Matrix _pool, _heldOut;
    private readonly RealRows _real;
    private readonly SynthesisObjective _objective;
    private readonly SynthesisDescent[] _descents;
    private readonly SynthesisState[] _states;
    private readonly string?[] _endings;
    private readonly FlowView _view;
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private readonly Matrix _start;
    private string[] _remarks = [];
    private long _step;

    public SynthesisRun(SynthesisExperiment settings)
    {
        _settings = settings;
        if (Columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"metrics: two of them write the column '{twice.Key}' of metrics.csv: keep one.");
        if (settings.Files && settings.Data.Original.Shape is not { IsImage: true, Channels: 1 or 3 }) throw new UsageException("files: true writes samples that are images of 1 or 3 channels, which those of these data are not: leave it out.");
        if (settings.Data is Table { Path: var path } && !File.Exists(path)) throw new UsageException($"There is no file '{path}': name the table, a CSV file, with data.path=FILE.");
        var pool = PoolSize;
        _real = new(settings.Data, pool, settings.HeldOut, settings.Metrics, settings.Seed);
        (_pool, _heldOut) = (_real.Drawn, _real.HeldOut);
        if (pool < settings.Pool)
            _notes.Add(FormattableString.Invariant($"The data hold {settings.Data.Size} rows, too few for a pool of {settings.Pool}: {pool} of them take part, and {_heldOut.Rows} {(_heldOut.Rows == 1 ? "is" : "are")} held out to judge the samples{(_heldOut.Rows > 0 ? " (held_out: 0 lets all take part)" : "")}."));
        var bounds = settings.Bounds ?? Synthesizer.BoundsOf(settings.Data, _pool);
        if (settings.Bounds?.Outside(_pool) is > 0 and var outside)
            _notes.Add(FormattableString.Invariant($"{outside} of the {_pool.Rows} rows of the pool lie outside of the bounds, where no sample can be: bounds are in the coordinates of the data, here {_pool.Values.ToArray().Min():G4} to {_pool.Values.ToArray().Max():G4}."));
        _objective = new(settings.Objective, _pool, settings.Samples, settings.Data.Shape, settings.Seed);
        _descents = [.. Enumerable.Range(0, settings.Replicas).Select(replica =>
            new SynthesisDescent(_objective, settings.Optimizer, bounds, settings.Perturbation, settings.Stopping, settings.Seed, replica))];
        _states = [.. _descents.Select(descent => descent.Start(settings.Beginning.Draw(settings.Samples, _pool, bounds, settings.Seed, descent.Replica)))];
        _endings = new string?[_descents.Length];
        _start = Samples;
        _view = FlowView.Around(_real.AsSeen(Samples), _real.Seen);
        for (var term = 0; term < settings.Objective.Terms.Count; term++)
        {
            var spectrum = _objective.Spectrum(_states[0].Samples, term);
            if (FarPoints.NoteOn(settings.Objective.Terms[term].Kernel, _pool, spectrum.Lambda * (_pool.Rows + settings.Samples)) is { } far) _notes.Add($"Term {term + 1}: {far}");
            _notes.Add(FormattableString.Invariant($"Term {term + 1}: lambda {spectrum.Lambda:G4}; at the start lambda times the second largest eigenvalue is {spectrum.LambdaSecond:G3}, times the median one {spectrum.LambdaMedian:G3}."));
        }
    }

    public override long Step => _step;

    protected override IEnumerable<Matrix> Data => [_pool, _heldOut];

    public override long LastStep => _settings.Iterations;

    public override double Time => _step;

    private string[] Own => _settings.Perturbation is NoPerturbation ? ["loss", "gradient", "real_score", "sample_score"] : ["loss", "gradient", "real_score", "sample_score", "perturbation"];

    public override IReadOnlyList<string> Columns => [.. Own, .. _settings.Metrics.SelectMany(metric => metric.Columns)];

    public override string? Convergence => _endings.All(ending => ending is not null) ? $"The synthesis has ended: {string.Join("; ", _endings.Distinct())}." : null;

    // The metrics of the last row may be the alarm itself: what it says then stands once.
    public override IReadOnlyCollection<string> Notes =>
        [.. new SortedSet<string>([.. _notes, .. _remarks, .. _settings.Audit ? [.. Remarks(new CopyAlarm().Measure(Input)), .. Unseen] : (string[])[], .. Resting], StringComparer.Ordinal)];

    private static IEnumerable<string> Remarks(IEnumerable<MetricValue> values) => values
        .Where(value => value.Note.Length > 0 || value.Status == MetricStatus.StepLimit)
        .Select(value => value.Status switch
        {
            MetricStatus.Unavailable => $"{value.Column}: {value.Note}",
            MetricStatus.StepLimit => FormattableString.Invariant($"{value.Column}: {(value.Note.Length > 0 ? value.Note : $"its iteration ended before it converged, {value.Error:G2} from rest in its last step.")}"),
            _ => value.Note,
        });

    // A fifth of data that hold too few rows is kept unseen, so that there is something to judge by.
    private int PoolSize => _settings.Data.Size is { } size && size < (long)_settings.Pool + _settings.HeldOut
        ? Math.Min(_settings.Pool, size - Math.Min(_settings.HeldOut, size / 5)) : _settings.Pool;

    private IEnumerable<string> Resting
    {
        get
        {
            if (_step == 0 || !Samples.Values.SequenceEqual(_start.Values)) yield break;
            var spectrum = _objective.Spectrum(_states[0].Samples);
            yield return FormattableString.Invariant($"No sample has moved in {_step} steps: the gradient is 0 or lost in rounding. ")
                + (spectrum.LambdaSecond < 1 ? "The discriminator is hardly trained: raise lambda." : "The discriminator tells every row apart at once: lower lambda.");
        }
    }

    // A score at unseen rows as low as that of the samples says that the discriminator knows its own rows by heart.
    private IEnumerable<string> Unseen => FinalScores(_heldOut) is { } unseen && FinalScores(_pool) is { } pool && FinalScores(_states[0].Samples) is { } samples
        ? [FormattableString.Invariant($"The discriminator gives {unseen.Average():G4} on average to {_heldOut.Rows} real row{(_heldOut.Rows == 1 ? "" : "s")} that it has not seen, {pool.Average():G4} to the pool and {samples.Average():G4} to the samples.")] : [];

    // Metrics judge what a person gets: of a table the rows that are written.
    private Matrix Written => _settings.Data.AsWritten(Samples);

    private Matrix Samples => _states.Select(state => state.Samples).Aggregate((above, below) => above.Above(below));

    private PointShape? Shape => _real.Images;

    private MetricInput Input => new(Written, _real.Seen, _settings.Objective.Terms[0].Pooling == 1 ? _real.OnSeen(_settings.Objective.Terms[0].Kernel.For(_settings.Data.Shape).Gram) : null,
        _settings.Data.Modes?.Centres, _settings.Data.Modes?.Deviation ?? 0, _settings.Seed, _real.SeenHeldOut, Shape, _real.Display, Labelled: _real.Labelled);

    public override void Advance()
    {
        var steps = _descents.Select((descent, k) => _endings[k] is null ? descent.Advance(_states[k]) : null).ToArray();
        for (var k = 0; k < steps.Length; k++)
        {
            if (steps[k] is not { } step) continue;
            _states[k] = step.State;
            if (step.Status != SynthesisStatus.Running) _endings[k] = step.Reason;
        }

        _step++;
    }

    public override IReadOnlyList<double?> Measure()
    {
        var own = new double[Own.Length];
        for (var k = 0; k < _descents.Length; k++)
        {
            var (value, gradient) = _descents[k].Evaluate(_states[k]);
            double[] numbers = [value.Loss, gradient, value.RealScore, value.SyntheticScore, _descents[k].PerturbationLength(_states[k])];
            DotProduct.Add(1.0 / _descents.Length, numbers.AsSpan(0, own.Length), own);
        }

        var input = Input;
        var values = _settings.Metrics.SelectMany(metric => metric.Measure(input)).ToList();
        _remarks = [.. Remarks(values)];
        return [.. own, .. values.Select(value => value.Status == MetricStatus.Unavailable ? null : (double?)value.Value)];
    }

    public override void Draw(string path) =>
        _settings.Pictures.Save(Frame(), path, isResult: Step == LastStep || Convergence is not null, _settings.Log.Frame is { } plot ? plot with { Style = _settings.Figure } : null);

    public override void Place(int point, IReadOnlyList<double> place)
    {
        var (k, row) = (point / _settings.Samples, point % _settings.Samples);
        if (point < 0 || k >= _states.Length) throw new UsageException(FormattableString.Invariant($"There is no sample {point}: samples are counted from 0 to {_states.Length * _settings.Samples - 1}."));
        var samples = Placed(_states[k].Samples, row, place);
        _descents[k].Bounds.Clip(samples);
        (_states[k], _endings[k]) = (_states[k] with { Samples = samples }, null);
        ForgetRow();
    }

    public override FlowFrame Frame()
    {
        var velocities = new Matrix(0, _pool.Columns);
        for (var k = 0; k < _descents.Length; k++)
        {
            var gradient = _descents[k].Evaluate(_states[k]).Value.Gradient.Clone();
            foreach (ref var value in gradient.Values) value = -value;
            velocities = velocities.Above(gradient);
        }

        return _real.AsSeen(new FlowFrame(Shape is null ? "Samples and real rows" : "Samples", Step, null, Samples, _pool, velocities, RealScores, _view, Shape, _real.Display, "samples", "discriminator D: 1 is the score of a real row"));
    }

    public override void Save(StateWriter state)
    {
        for (var k = 0; k < _states.Length; k++)
        {
            var replica = state.Scope(Replica(k));
            _states[k].Save(replica);
            if (_endings[k] is { } ending) replica.Set(Ended, ending);
        }
    }

    public override void Restore(long step, StateReader state)
    {
        StateReader[] replicas = [.. Enumerable.Range(0, _states.Length).Select(k => state.Scope(Replica(k)))];
        var states = replicas.Select((replica, k) => _descents[k].Restore(replica)).ToArray();
        var endings = replicas.Select(replica => replica.Has(Ended) ? replica.Text(Ended) : null).ToArray();
        states.CopyTo(_states, 0);
        endings.CopyTo(_endings, 0);
        _step = step;
    }

    public override IReadOnlyDictionary<string, Matrix> Results()
    {
        var results = new Dictionary<string, Matrix> { [Generated] = _real.AsSeen(Samples), [Targets] = _real.Seen };
        if (!_real.IsSeen) results["coordinates"] = Samples;
        if (FinalScores(_heldOut) is { } scores) (results["held_out"], results["held_out_scores"]) = (_real.SeenHeldOut, Matrix.Column(scores));
        return results;
    }

    public override void Export(string folder)
    {
        var samples = _real.AsSeen(Samples);
        if (_settings.Data is Table table)
        {
            table.Write(Path.Combine(folder, "samples.csv"), Samples);
            table.Write(Path.Combine(folder, "nearest.csv"), _pool.Take([.. NearestNeighbours.Of(Written, _pool).Indices.Select(nearest => nearest[0])]));
            TableSchema.Write(Path.Combine(folder, "schema.yaml"), table, "data");
        }

        if (Shape is not { Channels: 1 or 3 } shape) return;
        var neighbours = NearestNeighbours.Of(samples, _real.Seen, Math.Min(9, _pool.Rows));
        var gallery = new ImageNeighbours(FormattableString.Invariant($"Samples (framed) and the real rows nearest to each, step {Step}"), samples, _real.Seen, neighbours, shape, _real.Display ?? new(-0.9995, 0.9995));
        _settings.Pictures.Save(gallery, Path.Combine(folder, "nearest.png"));
        if (!_settings.Files) return;
        for (var i = 0; i < samples.Rows; i++)
            ImageSheet.Save(Path.Combine(folder, "images", i.ToString("D5", CultureInfo.InvariantCulture) + ".png"), samples.Row(i), shape, gallery.Display);
    }

    private static string Replica(int number) => FormattableString.Invariant($"replica_{number + 1}");

    // None where a run has failed for want of them.
    private double[]? FinalScores(Matrix points)
    {
        try
        {
            return points.Rows == 0 ? null : RealScores(points);
        }
        catch (NumericalException)
        {
            return null;
        }
    }

    /// <summary>What the discriminator of the first replica thinks of any points: the colours of a picture.</summary>
    private double[] RealScores(Matrix points)
    {
        var scores = _objective.Discriminator(_states[0].Samples).Evaluate(points);
        return [.. Enumerable.Range(0, scores.Rows).Select(i => scores[i, 1])];
    }
}
