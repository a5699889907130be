using NtkGan.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>The largest singular values sigma of a network's weights, for spectral normalisation (Miyato et al. 2018): for each matrix W a unit vector u is
/// kept, sigma is taken as |W^T u| = u^T W v with v = W^T u/|W^T u|, and after each step of training u follows as W v/|W v|: one iteration a step. Before the
/// first one, u comes from twenty of them. Never above the true value.</summary>
internal sealed class SpectralNorms
{
    private const int FirstIterations = 20;
    private readonly IReadOnlyList<DenseStep.Affine> _layers;
    private readonly double[][] _left, _right;
    private readonly double[] _values;
    private long _version = -1;

    /// <summary>The estimates for a network's present weights.</summary>
    public SpectralNorms(IReadOnlyList<DenseStep.Affine> layers, ParameterVector parameters)
    {
        (_layers, _values) = (layers, new double[layers.Count]);
        (_left, _right) = ([.. layers.Select(layer => new double[layer.Weights.Rows])], [.. layers.Select(layer => new double[layer.Weights.Columns])]);
        Restart(parameters);
    }

    /// <summary>sigma of each layer at the present weights; 1 for a matrix of zeros.</summary>
    public double[] Of(ParameterVector parameters)
    {
        if (_version == parameters.Version) return _values;
        foreach (var layer in _layers) _values[layer.Index] = Estimate(layer, parameters) is > 0 and var value ? value : 1;
        _version = parameters.Version;
        return _values;
    }

    /// <summary>One product at new weights, with v as it was when they were last asked for: the gradient of the step has done so.</summary>
    public void Follow(ParameterVector parameters)
    {
        foreach (var layer in _layers) Advance(layer, parameters);
        _version = -1;
    }

    /// <summary>Vectors for weights that no training led to.</summary>
    public void Restart(ParameterVector parameters)
    {
        foreach (var layer in _layers)
        {
            var start = _left[layer.Index];
            CounterRandom.For(0, "spectral norm").FillNormal(start);
            Normalise(start);
            for (var k = 0; k < FirstIterations; k++)
            {
                Estimate(layer, parameters);
                Advance(layer, parameters);
            }
        }

        _version = -1;
    }

    /// <summary>From the gradient G by W/sigma, in place, that by W: G/sigma - (G . W) u v^T/sigma^2.</summary>
    public void Pull(ParameterVector parameters, Span<double> gradient)
    {
        Of(parameters);
        foreach (var layer in _layers)
        {
            var own = gradient.Slice(layer.Weights.Start, layer.Weights.Count);
            var weights = parameters.Of(layer.Weights);
            var sigma = _values[layer.Index];
            var along = DotProduct.Of(own, weights) / (sigma * sigma);
            var (left, right) = (_left[layer.Index], _right[layer.Index]);
            for (var o = 0; o < left.Length; o++)
                for (var i = 0; i < right.Length; i++) own[o * right.Length + i] = own[o * right.Length + i] / sigma - along * left[o] * right[i];
        }
    }

    /// <summary>The vectors u, by name.</summary>
    public IEnumerable<KeyValuePair<string, Matrix>> Save() => _layers.Select(layer => KeyValuePair.Create(Name(layer), Matrix.Column(_left[layer.Index])));

    /// <summary>Whether a name is one of these.</summary>
    public bool Owns(string name) => _layers.Any(layer => Name(layer) == name);

    /// <summary>Takes up saved vectors; those that are missing are made for the present weights.</summary>
    /// <exception cref="InvalidDataFormatException">A vector has another length, or an entry that is NaN or infinite.</exception>
    public void Restore(ParameterVector parameters, IReadOnlyDictionary<string, Matrix> state)
    {
        Restart(parameters);
        foreach (var layer in _layers)
        {
            if (!state.TryGetValue(Name(layer), out var vector)) continue;
            if (vector.Values.Length != _left[layer.Index].Length || !vector.IsFinite())
                throw new InvalidDataFormatException($"The vector '{Name(layer)}' must hold {_left[layer.Index].Length} finite numbers.");
            vector.Values.CopyTo(_left[layer.Index]);
        }
    }

    /// <summary>Takes over the vectors of another network of the same layers.</summary>
    public void CopyFrom(SpectralNorms other)
    {
        for (var l = 0; l < _left.Length; l++) other._left[l].CopyTo(_left[l], 0);
        _version = -1;
    }

    /// <summary>A copy that shares nothing.</summary>
    public SpectralNorms Clone() => new(_layers, [.. _left.Select(vector => (double[])vector.Clone())], [.. _right.Select(vector => (double[])vector.Clone())]);

    private SpectralNorms(IReadOnlyList<DenseStep.Affine> layers, double[][] left, double[][] right) => (_layers, _left, _right, _values) = (layers, left, right, new double[layers.Count]);

    private static string Name(DenseStep.Affine layer) => layer.Weights.Prefix + "left_" + layer.Weights.Own;

    // |W^T u|, leaving v.
    private double Estimate(DenseStep.Affine layer, ParameterVector parameters)
    {
        var weights = parameters.Of(layer.Weights);
        var right = _right[layer.Index];
        Array.Clear(right);
        for (var o = 0; o < layer.Weights.Rows; o++) DotProduct.Add(_left[layer.Index][o], weights.Slice(o * right.Length, right.Length), right);
        return Normalise(right);
    }

    private void Advance(DenseStep.Affine layer, ParameterVector parameters)
    {
        var weights = parameters.Of(layer.Weights);
        var right = _right[layer.Index];
        var left = _left[layer.Index];
        var next = new double[left.Length];
        for (var o = 0; o < next.Length; o++) next[o] = DotProduct.Of(weights.Slice(o * right.Length, right.Length), right);
        if (Normalise(next) > 0) next.CopyTo(left, 0);
    }

    private static double Normalise(double[] vector)
    {
        var length = Math.Sqrt(DotProduct.Of(vector, vector));
        if (length > 0)
            foreach (ref var value in vector.AsSpan()) value /= length;
        return length;
    }
}
