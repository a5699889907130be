using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Torch;

/// <summary>Makes the operations of a finite network from its layers.</summary>
/// <param name="input">How the points are arranged.</param>
/// <param name="prefix">Stands before the names of its parameters.</param>
/// <param name="earlier">Parameters whose places come before its own.</param>
/// <param name="isSpectral">Whether weights are divided by their largest singular values.</param>
internal sealed class TorchBuilder(PointShape input, string prefix, IReadOnlyList<Parameter> earlier, bool isSpectral) : NetworkState
{
    private readonly List<Parameter> _parameters = [.. earlier];
    private readonly List<AffineOperation> _affine = [];
    private List<Operation> _operations = [];
    private int _start = earlier.Sum(parameter => parameter.Count);
    private Windows? _windows;
    private Shape _shape = input.IsImage ? new(input.Height, input.Width, input.Channels) : new(1, 1, input.Dimension);

    /// <summary>Positions and features of the signal so far.</summary>
    private readonly record struct Shape(int Height, int Width, int Features)
    {
        public int Positions => Height * Width;

        public override string ToString() => Positions == 1 ? $"{Features} features" : $"{Height} x {Width} positions of {Features} features";
    }

    /// <summary>Builds the network; once.</summary>
    public TorchStructure Build(Layer layers)
    {
        layers.Build(this);
        var output = _shape.Positions == 1 ? new PointShape(_shape.Features) : new PointShape(_shape.Height, _shape.Width, _shape.Features);
        return new(new Operation.Chain(_operations), _parameters, _affine, output);
    }

    /// <inheritdoc/>
    public override void Affine(int width, double weightDeviation, double? biasDeviation, Parameterization parameterization)
    {
        var isStandard = parameterization == Parameterization.Standard;
        var scale = weightDeviation / Math.Sqrt(_shape.Features);
        var hasBias = isStandard ? biasDeviation is not null : biasDeviation is not (null or 0);
        var weights = Place("weights", width, _shape.Features, isStandard ? scale : 1);
        var biases = hasBias ? Place("biases", 1, width, isStandard ? biasDeviation!.Value : 1) : null;
        var operation = new AffineOperation(weights, isStandard ? 1 : scale, biases, isStandard ? 1 : biasDeviation ?? 0, _shape.Positions, isSpectral, _windows);
        _windows = null;
        _affine.Add(operation);
        _operations.Add(operation);
        _shape = _shape with { Features = width };
    }

    /// <inheritdoc/>
    public override void Activate(Activation activation) => _operations.Add(new Operation.Pointwise(activation));

    /// <inheritdoc/>
    public override void Normalize(double epsilon) => _operations.Add(new Operation.Normalisation(epsilon));

    /// <inheritdoc/>
    public override void Map(FeatureLayer layer) => _operations.Add(new Operation.Own(layer));

    /// <inheritdoc/>
    public override void Flatten()
    {
        if (_shape.Positions > 1) _operations.Add(new Operation.Linear(signal => signal.reshape(signal.shape[0], 1, -1)));
        _shape = new(1, 1, _shape.Positions * _shape.Features);
    }

    /// <inheritdoc/>
    public override void Gather(Func<int, int, WindowTable> windows)
    {
        var table = windows(_shape.Height, _shape.Width);
        _windows = new(table, _shape.Positions);
        _shape = new(table.Height, table.Width, table.Window * _shape.Features);
    }

    /// <inheritdoc/>
    public override void Average(Func<int, int, WindowTable> windows)
    {
        var (table, features) = (windows(_shape.Height, _shape.Width), _shape.Features);
        var read = new Windows(table, _shape.Positions);
        _operations.Add(new Operation.Linear(signal => read.Gather(signal).reshape(signal.shape[0], -1, table.Window, features).mean([2])));
        _shape = new(table.Height, table.Width, features);
    }

    /// <inheritdoc/>
    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var (before, operations) = (_shape, _operations);
        var terms = new List<(double, Operation)>();
        Shape? after = null;
        foreach (var branch in branches)
        {
            (_shape, _operations) = (before, []);
            branch.Build(this);
            if (after is { } known && known != _shape)
                throw new UsageException($"Branches that are summed must end alike, but one has {known} and another {_shape}: give their last layers one width.");
            after = _shape;
            terms.Add((1, new Operation.Chain(_operations)));
        }

        _operations = operations;
        _operations.Add(new Operation.WeightedSum(terms));
    }

    private Parameter Place(string kind, int rows, int columns, double deviation)
    {
        if ((long)rows * columns + _start > Array.MaxLength)
            throw new UsageException($"A layer of {rows} x {columns} weights is too large for a finite network: reduce its width.");
        var parameter = new Parameter(_parameters.Count, _start, prefix, FormattableString.Invariant($"{kind}_{_affine.Count + 1}"), rows, columns, deviation);
        _parameters.Add(parameter);
        _start += parameter.Count;
        return parameter;
    }
}
