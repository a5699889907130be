using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>Makes the steps of a dense network from its layers; an image may enter if it is flattened before anything else.</summary>
/// <param name="input">How the points are arranged.</param>
internal sealed class DenseBuilder(PointShape input) : NetworkState
{
    private readonly List<int> _features = [input.Dimension];
    private readonly List<Parameter> _parameters = [];
    private readonly List<DenseStep> _steps = [];
    private string _prefix = "";
    private int _signal, _affine, _start;
    private bool _isImage, _isDense = true;

    /// <summary>Adds the layers from the input on and returns the signal they end in, or null where they are no dense network.</summary>
    public int? Build(Layer layers, string prefix)
    {
        (_prefix, _signal, _affine, _isImage) = (prefix, 0, 0, input.IsImage && input.Height * input.Width > 1);
        layers.Build(this);
        return _isDense && !_isImage ? _signal : null;
    }

    /// <summary>The program that ends in a signal.</summary>
    public DenseProgram Program(int output) => new(_steps, _features, output, _parameters);

    /// <summary>The weighted sum of signals.</summary>
    public int Add(IReadOnlyList<(double, int)> terms)
    {
        var output = New(_features[terms[0].Item2]);
        _steps.Add(new DenseStep.Sum(terms, output));
        return output;
    }

    /// <inheritdoc/>
    public override void Affine(int width, double weightDeviation, double? biasDeviation, Parameterization parameterization)
    {
        if (!Continues()) return;
        var isStandard = parameterization == Parameterization.Standard;
        var fanIn = _features[_signal];
        var scale = weightDeviation / Math.Sqrt(fanIn);
        var hasBias = isStandard ? biasDeviation is not null : biasDeviation is not (null or 0);
        _affine++;
        var weights = Place("weights", width, fanIn, isStandard ? scale : 1);
        var biases = hasBias ? Place("biases", 1, width, isStandard ? biasDeviation!.Value : 1) : null;
        var output = New(width);
        _steps.Add(new DenseStep.Affine(_signal, output, weights, isStandard ? 1 : scale, biases, isStandard ? 1 : biasDeviation ?? 0, _steps.OfType<DenseStep.Affine>().Count()));
        _signal = output;
    }

    /// <inheritdoc/>
    public override void Activate(Activation activation)
    {
        if (!Continues()) return;
        var output = New(_features[_signal]);
        _steps.Add(new DenseStep.Pointwise(_signal, output, activation));
        _signal = output;
    }

    /// <inheritdoc/>
    public override void Normalize(double epsilon)
    {
        if (!Continues()) return;
        var output = New(_features[_signal]);
        _steps.Add(new DenseStep.Normalisation(_signal, output, epsilon));
        _signal = output;
    }

    /// <inheritdoc/>
    public override void Map(FeatureLayer layer)
    {
        if (!Continues()) return;
        var output = New(_features[_signal]);
        _steps.Add(new DenseStep.Own(_signal, output, layer));
        _signal = output;
    }

    /// <inheritdoc/>
    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var (before, wasImage) = (_signal, _isImage);
        var terms = new List<(double, int)>();
        foreach (var branch in branches)
        {
            (_signal, _isImage) = (before, wasImage);
            branch.Build(this);
            if (!_isDense) return;
            if (terms.Count > 0 && _features[_signal] != _features[terms[0].Item2])
                throw new UsageException($"Branches that are summed must end alike, but one has {_features[terms[0].Item2]} features and another {_features[_signal]} features: give their last layers one width.");
            terms.Add((1, _signal));
        }

        _signal = Add(terms);
    }

    /// <inheritdoc/>
    public override void Gather(Func<int, int, WindowTable> windows) => _isDense = false;

    /// <inheritdoc/>
    public override void Average(Func<int, int, WindowTable> windows) => _isDense = false;

    /// <inheritdoc/>
    public override void Flatten() => _isImage = false;

    // What acts position by position of an image is no dense layer.
    private bool Continues() => _isDense &= !_isImage;

    private int New(int features)
    {
        _features.Add(features);
        return _features.Count - 1;
    }

    private Parameter Place(string kind, int rows, int columns, double deviation)
    {
        if ((long)rows * columns + _start > Array.MaxLength)
            throw new UsageException($"A layer of {rows} x {columns} weights is too large for a finite network: reduce its width.");
        var parameter = new Parameter(_parameters.Count, _start, _prefix, FormattableString.Invariant($"{kind}_{_affine}"), rows, columns, deviation);
        _parameters.Add(parameter);
        _start += parameter.Count;
        return parameter;
    }
}
