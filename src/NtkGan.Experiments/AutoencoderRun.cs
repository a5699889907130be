using NtkGan.Autoencoders;
using NtkGan.Data.Files;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.State;

namespace NtkGan.Experiments;

/// <summary>The training of an autoencoder under way. A step depends on the parameters, what the optimiser remembers, and the step's number.</summary>
internal sealed class AutoencoderRun : ExperimentRun
{
    private const string Parameters = "parameters", Method = "optimizer";
    private const int Judged = 256;

    private readonly AutoencoderExperiment _settings;
    private readonly Matrix _rows, _heldOut, _judged;
    private readonly AutoencoderNetwork _networks;
    private readonly Descent _descent;
    private readonly Func<long, int[]?> _batches;
    private readonly FlowView _view;
    private long _step;

    public AutoencoderRun(AutoencoderExperiment settings)
    {
        _settings = settings;
        (_rows, _heldOut) = settings.Data.DrawWithHeldOut(settings.Count, settings.HeldOut, CounterRandom.For(settings.Seed, "target"));
        _judged = _rows.Take([.. Enumerable.Range(0, Math.Min(Judged, _rows.Rows))]);
        _networks = settings.Autoencoder.Draw(settings.Data.Shape, CounterRandom.StreamOf("autoencoder", settings.Seed));
        _descent = new(settings.Optimizer, _networks.Whole);
        _batches = new Population(settings.Data, settings.Count, settings.Batch).Indices(_rows.Rows, settings.Seed, "target");
        _view = FlowView.Around(Shown, Shown);
    }

    public override long Step => _step;

    public override long LastStep => _settings.Iterations;

    public override double Time => _step;

    public override IReadOnlyList<string> Columns => _heldOut.Rows > 0 ? ["loss", "loss_unseen"] : ["loss"];

    public override IReadOnlyCollection<string> Notes =>
        [FormattableString.Invariant($"{_networks.Whole.Parameters.Count} parameters; {_networks.Points.Dimension} coordinates of a point become {Text(_networks.Latents)} latent ones.")];

    protected override IEnumerable<Matrix> Data => [_rows, _heldOut];

    // Rows that nobody has trained on, if there are any.
    private Matrix Shown => _heldOut.Rows > 0 ? _heldOut : _judged;

    public override void Advance()
    {
        var points = _batches(_step) is { } rows ? _rows.Take(rows) : _rows;
        var losses = Array.Empty<double>();
        _descent.Step(() =>
        {
            (losses, var gradient) = _networks.Evaluate(points, _settings.Reconstruction, _settings.Data.Display);
            return gradient;
        }, () => losses.Average());
        if (!_networks.Whole.Parameters.IsFinite()) throw new NumericalException("A weight of the autoencoder has left the finite numbers: reduce the learning rate.");
        _step++;
    }

    public override IReadOnlyList<double?> Measure() => [.. Columns.Select(column => (double?)_networks.Losses(column == "loss" ? _judged : _heldOut, _settings.Reconstruction, _settings.Data.Display).Average())];

    public override FlowFrame Frame()
    {
        var (points, moves) = (_networks.Whole.Forward(Shown), Shown.Clone());
        DotProduct.Add(-1, points.Values, moves.Values);
        return new("Rows as they come back", _step, null, points, Shown, moves, rows => _networks.Losses(rows, _settings.Reconstruction, _settings.Data.Display), _view,
            _settings.Data.Shape is { IsImage: true } image ? image : null, _settings.Data.Display, "as they come back", "reconstruction loss");
    }

    public override void Draw(string path) => _settings.Pictures.Save(Frame(), path, isResult: Step == LastStep,
        (_settings.Log.Frame ?? (_settings.Data.Shape.IsImage ? new FlowFrameImages(Nearest: true) : null)) is { } plot ? plot with { Style = _settings.Figure } : null);

    public override void Save(StateWriter state)
    {
        state.Set(Parameters, _networks.Whole.Parameters.ToMatrix());
        _descent.Save(state.Scope(Method));
    }

    public override void Restore(long step, StateReader state)
    {
        _networks.Whole.Restore(state.Matrix(Parameters, 1, _networks.Whole.Parameters.Count));
        _descent.Restore(state.Scope(Method));
        _step = step;
    }

    public override IReadOnlyDictionary<string, Matrix> Results() => new Dictionary<string, Matrix> { ["x"] = _networks.Whole.Forward(Shown), ["y"] = Shown, ["z"] = _networks.Encode(Shown) };

    public override void Export(string folder) =>
        NumpyArchive.Write(Path.Combine(folder, Latents.FileName), _networks.Whole.Save().ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));

    private static string Text(PointShape shape) => shape.IsImage ? FormattableString.Invariant($"{shape.Height} x {shape.Width} x {shape.Channels}") : FormattableString.Invariant($"{shape.Dimension}");
}
