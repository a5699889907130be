using System.Numerics;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>Some rows of points on their way through a dense network and back. Beside each signal z stand its cotangent, its derivative z' along a
/// direction, and the cotangent of that; a pass uses those it needs. What the arrays hold beyond the rows and features in use is of no account.</summary>
internal sealed class DenseBlock<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // What a width of 128 leaves in the second-level cache; wide layers need more rows, for each block reads their weights anew.
    private const int Narrow = 48, Wide = 240, NarrowFeatures = 192;

    private readonly DenseProgram _program;
    private readonly int[] _strides;
    private readonly T[][] _signals, _cotangents, _tangents, _tangentCotangents, _slopes, _bends;
    private readonly bool[] _hasCotangent, _hasTangentCotangent;
    private bool _isRectifying;
    private readonly PointwisePass<T> _pointwise = new();
    private readonly FeaturePass<T> _own = new();

    /// <summary>Room for a program; derivatives get theirs when they are first asked for.</summary>
    public DenseBlock(DenseProgram program)
    {
        _program = program;
        _strides = [.. program.Features.Select(Stride)];
        var count = _strides.Length;
        (_signals, _cotangents, _tangents, _tangentCotangents) = (Empty(count), Empty(count), Empty(count), Empty(count));
        (_slopes, _bends) = (Empty(program.Steps.Count), Empty(program.Steps.Count));
        (_hasCotangent, _hasTangentCotangent) = (new bool[count], new bool[count]);
        for (var signal = 0; signal < count; signal++) _signals[signal] = Rows(signal);
    }

    /// <summary>The most rows at once.</summary>
    public static int Capacity(DenseProgram program) => program.Features.Max() <= NarrowFeatures ? Narrow : Wide;

    /// <summary>Rows in use.</summary>
    public int Count { get; private set; }

    /// <summary>Room for two numbers for each output of each row, for whoever uses the block.</summary>
    public double[] Scratch => field ??= new double[2 * Capacity(_program) * _program.Features[_program.Output]];

    /// <summary>Takes rows of points as the input, and of directions as its derivative.</summary>
    public void Load(Matrix points, int start, int count, Matrix? directions = null)
    {
        Count = count;
        Read(points, start, 0, _signals[0]);
        if (directions is not null) Read(directions, start, 0, Room(_tangents, 0));
    }

    /// <summary>All signals from the input; with room for derivatives of the activations, those too.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="derivatives">How many derivatives of the activations are kept.</param>
    /// <param name="isPushed">Whether the derivatives of all signals follow.</param>
    public void Forward(PackedWeights<T> weights, int derivatives = 0, bool isPushed = false)
    {
        _isRectifying = derivatives < 2 && !isPushed;
        for (var s = 0; s < _program.Steps.Count; s++)
        {
            var target = _signals[_program.Steps[s].Output];
            switch (_program.Steps[s])
            {
                case DenseStep.Affine step:
                    var rectifier = _isRectifying ? _program.Rectifiers.After(step) : null;
                    var product = Product(_signals[step.Input], _strides[step.Input], weights.Forth(step), step.Weights.Columns, _signals[rectifier?.Output ?? step.Output], step.Output);
                    (product with { Biases = weights.Biases(step), Below = rectifier is null ? null : Below(rectifier) }).Run();
                    break;
                case DenseStep.Pointwise step when Below(step) is not null:
                    break;
                case DenseStep.Pointwise step:
                    var length = Count * _strides[step.Output];
                    _pointwise.Run(step.Activation, _signals[step.Input], target, derivatives > 0 ? Room(_slopes, s, step.Output) : [], derivatives > 1 ? Room(_bends, s, step.Output) : [], length);
                    break;
                case DenseStep.Normalisation step:
                    NormalisedRows.Forward(_signals[step.Input], target, Room(_slopes, s, step.Output), _strides[step.Output], _program.Features[step.Output], Count, step.Epsilon);
                    break;
                case DenseStep.Own step:
                    _own.Forward(step.Layer, _signals[step.Input], target, _strides[step.Output], _program.Features[step.Output], Count);
                    break;
                case DenseStep.Sum step:
                    Sum(step, _signals, target);
                    break;
            }
        }
    }

    /// <summary>The derivatives of all signals along the input's, and along a change of the parameters if there is one.</summary>
    /// <remarks>After a forward pass that kept the derivatives of the activations.</remarks>
    public void ForwardTangent(PackedWeights<T> weights, PackedWeights<T>? change)
    {
        for (var s = 0; s < _program.Steps.Count; s++)
        {
            var target = Room(_tangents, _program.Steps[s].Output);
            switch (_program.Steps[s])
            {
                case DenseStep.Affine step:
                    if (change is not null) (Product(_signals[step.Input], _strides[step.Input], change.Forth(step), step.Weights.Columns, target, step.Output) with { Biases = change.Biases(step) }).Run();
                    Product(_tangents[step.Input], _strides[step.Input], weights.Forth(step), step.Weights.Columns, target, step.Output, isAdding: change is not null).Run();
                    break;
                case DenseStep.Pointwise step:
                    BlockMath.Multiply<T>(InUse(_slopes[s], step.Output), InUse(_tangents[step.Input], step.Output), InUse(target, step.Output), isAdding: false);
                    break;
                case DenseStep.Normalisation step:
                    NormalisedRows.Push(_signals[step.Output], _slopes[s], _tangents[step.Input], target, _strides[step.Output], _program.Features[step.Output], Count, isAdding: false);
                    break;
                case DenseStep.Own step:
                    _own.Push(step.Layer, _signals[step.Input], _tangents[step.Input], target, _strides[step.Output], _program.Features[step.Output], Count);
                    break;
                case DenseStep.Sum step:
                    Sum(step, _tangents, target);
                    break;
            }
        }
    }

    /// <summary>Sets the derivative of the input to zero.</summary>
    public void ClearTangent() => Array.Clear(Room(_tangents, 0));

    /// <summary>From the cotangents of the output, those of all signals, and the gradient by the parameters.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="gradient">Gathers the gradient; null for none.</param>
    /// <param name="withInput">Whether the cotangent of the input is wanted.</param>
    /// <param name="withTangents">Whether the cotangents of the derivatives pass too.</param>
    public void Backward(PackedWeights<T> weights, DenseGradient<T>? gradient, bool withInput, bool withTangents = false)
    {
        for (var s = _program.Steps.Count - 1; s >= 0; s--)
        {
            var output = _program.Steps[s].Output;
            var (own, along) = (Room(_cotangents, output), withTangents ? Room(_tangentCotangents, output) : []);
            switch (_program.Steps[s])
            {
                case DenseStep.Affine step:
                    gradient?.Add(step, own, _strides[output], _signals[step.Input], _strides[step.Input], Count, withBiases: true);
                    if (withTangents) gradient?.Add(step, along, _strides[output], _tangents[step.Input], _strides[step.Input], Count, withBiases: false);
                    if (step.Input == 0 && !withInput) break;
                    if (_isRectifying && _program.Rectifiers.Before(step) is { } rectifier)
                    {
                        Pull(own, output, weights.Back(step), step, rectifier);
                        break;
                    }

                    Pull(own, output, weights.Back(step), step, _cotangents, _hasCotangent);
                    if (withTangents) Pull(along, output, weights.Back(step), step, _tangentCotangents, _hasTangentCotangent);
                    break;
                case DenseStep.Pointwise step when Below(step) is { } below:
                    if (_program.Rectifiers.IsPassed(step)) break;
                    Claim(_hasCotangent, step.Input);
                    BlockMath.Rectify<T>(InUse(_signals[output], output), below, InUse(own, output), InUse(Room(_cotangents, step.Input), output));
                    break;
                case DenseStep.Pointwise step:
                    var isAdding = Claim(_hasCotangent, step.Input);
                    var target = Room(_cotangents, step.Input);
                    BlockMath.Multiply<T>(InUse(_slopes[s], output), InUse(own, output), InUse(target, output), isAdding);
                    if (!withTangents) break;
                    BlockMath.AddProduct<T>(InUse(_bends[s], output), InUse(_tangents[step.Input], output), InUse(along, output), InUse(target, output));
                    BlockMath.Multiply<T>(InUse(_slopes[s], output), InUse(along, output), InUse(Room(_tangentCotangents, step.Input), output), Claim(_hasTangentCotangent, step.Input));
                    break;
                case DenseStep.Normalisation step:
                    var (stride, features) = (_strides[output], _program.Features[output]);
                    NormalisedRows.Push(_signals[output], _slopes[s], own, Room(_cotangents, step.Input), stride, features, Count, Claim(_hasCotangent, step.Input));
                    if (!withTangents) break;
                    NormalisedRows.AddBend(_signals[output], _slopes[s], _tangents[step.Input], along, _cotangents[step.Input], stride, features, Count);
                    NormalisedRows.Push(_signals[output], _slopes[s], along, Room(_tangentCotangents, step.Input), stride, features, Count, Claim(_hasTangentCotangent, step.Input));
                    break;
                case DenseStep.Own step:
                    Pull(step, own, along, withTangents);
                    break;
                case DenseStep.Sum step:
                    foreach (var (weight, signal) in step.Terms)
                    {
                        BlockMath.Scale<T>(InUse(own, output), T.CreateTruncating(weight), InUse(Room(_cotangents, signal), output), Claim(_hasCotangent, signal));
                        if (withTangents) BlockMath.Scale<T>(InUse(along, output), T.CreateTruncating(weight), InUse(Room(_tangentCotangents, signal), output), Claim(_hasTangentCotangent, signal));
                    }

                    break;
            }
        }
    }

    /// <summary>Sets the cotangents of the output, and forgets those of a pass before.</summary>
    /// <param name="cotangents">Rows of the values' cotangents; nothing for zeros.</param>
    /// <param name="outputs">Numbers a row.</param>
    /// <param name="tangent">The cotangent of every derivative of the output; null where derivatives have none.</param>
    public void SetCotangents(ReadOnlySpan<double> cotangents, int outputs, T? tangent = null)
    {
        Array.Clear(_hasCotangent);
        Array.Clear(_hasTangentCotangent);
        var (target, stride) = (Room(_cotangents, _program.Output), _strides[_program.Output]);
        Array.Clear(target);
        if (!cotangents.IsEmpty)
            for (var i = 0; i < Count; i++)
                for (var k = 0; k < outputs; k++) target[i * stride + k] = T.CreateTruncating(cotangents[i * outputs + k]);
        if (tangent is not { } value) return;
        var along = Room(_tangentCotangents, _program.Output);
        Array.Clear(along);
        for (var i = 0; i < Count; i++)
            for (var k = 0; k < outputs; k++) along[i * stride + k] = value;
    }

    /// <summary>Copies the values of the output.</summary>
    public void StoreValues(Span<double> target) => Store(_signals[_program.Output], _program.Output, target);

    /// <summary>Copies the derivatives of the output.</summary>
    public void StoreTangents(Span<double> target) => Store(_tangents[_program.Output], _program.Output, target);

    /// <summary>Copies the cotangents of the input.</summary>
    public void StoreInputCotangents(Span<double> target) => Store(_cotangents[0], 0, target);

    /// <summary>Copies what enters a layer.</summary>
    public void StoreSignals(DenseStep.Affine step, Span<double> target) => Store(_signals[step.Input], step.Input, target);

    /// <summary>Copies the cotangents of what leaves a layer.</summary>
    public void StoreCotangents(DenseStep.Affine step, Span<double> target) => Store(_cotangents[step.Output], step.Output, target);

    // Rows a power of two apart would meet in few sets of the cache.
    private static int Stride(int features)
    {
        var stride = ProductTile.Padded<T>(features);
        return stride % 64 == 0 ? stride + ProductTile.Columns<T>() : stride;
    }

    private static T[][] Empty(int count) => [.. Enumerable.Repeat<T[]>([], count)];

    private static bool Claim(bool[] claimed, int signal)
    {
        var before = claimed[signal];
        claimed[signal] = true;
        return before;
    }

    // A tile reads up to five numbers past the last row.
    private T[] Rows(int signal) => new T[Capacity(_program) * _strides[signal] + ProductTile.Rows];

    private T[] Room(T[][] arrays, int signal) => Room(arrays, signal, signal);

    private T[] Room(T[][] arrays, int index, int signal)
    {
        if (arrays[index].Length == 0) arrays[index] = Rows(signal);
        return arrays[index];
    }

    private Span<T> InUse(T[] values, int signal) => values.AsSpan(0, Count * _strides[signal]);

    private void Read(Matrix source, int start, int signal, T[] target)
    {
        for (var i = 0; i < Count; i++)
        {
            var row = source.Row(start + i);
            for (var d = 0; d < row.Length; d++) target[i * _strides[signal] + d] = T.CreateTruncating(row[d]);
        }
    }

    private void Store(T[] source, int signal, Span<double> target)
    {
        var features = _program.Features[signal];
        for (var i = 0; i < Count; i++)
            for (var k = 0; k < features; k++) target[i * features + k] = double.CreateTruncating(source[i * _strides[signal] + k]);
    }

    // C (+)= A P over all rows, P in panels, or A P and a row of biases.
    private BlockProduct<T> Product(T[] a, int stride, T[] panels, int depth, T[] target, int signal, bool isAdding = false) =>
        new(a, stride, panels, depth, target, _strides[signal], _program.Features[signal], Count) { IsAdding = isAdding };

    private void Pull(T[] cotangents, int output, T[] panels, DenseStep.Affine step, T[][] arrays, bool[] claimed) =>
        Product(cotangents, _strides[output], panels, step.Weights.Rows, Room(arrays, step.Input), step.Input, Claim(claimed, step.Input)).Run();

    // Through the rectifier that made the input too.
    private void Pull(T[] cotangents, int output, T[] panels, DenseStep.Affine step, DenseStep.Pointwise rectifier)
    {
        Claim(_hasCotangent, rectifier.Input);
        var product = Product(cotangents, _strides[output], panels, step.Weights.Rows, Room(_cotangents, rectifier.Input), rectifier.Input);
        (product with { Below = Below(rectifier), Rectified = _signals[rectifier.Output] }).Run();
    }

    // The slope of a rectifier that the products of this pass take over.
    private T? Below(DenseStep.Pointwise step) => _isRectifying && _program.Rectifiers.Below(step) is { } below ? T.CreateTruncating(below) : null;

    private void Pull(DenseStep.Own step, T[] own, T[] along, bool withTangents)
    {
        var (input, stride, features) = (_signals[step.Input], _strides[step.Output], _program.Features[step.Output]);
        _own.Pull(step.Layer, input, own, Room(_cotangents, step.Input), stride, features, Count, Claim(_hasCotangent, step.Input));
        if (!withTangents) return;
        _own.AddBend(step.Layer, input, _tangents[step.Input], along, _cotangents[step.Input], stride, features, Count);
        _own.Pull(step.Layer, input, along, Room(_tangentCotangents, step.Input), stride, features, Count, Claim(_hasTangentCotangent, step.Input));
    }

    private void Sum(DenseStep.Sum step, T[][] arrays, T[] target)
    {
        for (var b = 0; b < step.Terms.Count; b++)
            BlockMath.Scale<T>(InUse(arrays[step.Terms[b].Signal], step.Output), T.CreateTruncating(step.Terms[b].Weight), InUse(target, step.Output), isAdding: b > 0);
    }
}
