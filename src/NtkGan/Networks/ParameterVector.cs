using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>A vector in the space of a network's parameters: their values, a gradient, or a change of them. It holds memory outside of the
/// collected heap: dispose of it, or leave that to the collector.</summary>
public sealed class ParameterVector : IDisposable
{
    private readonly IReadOnlyList<Parameter> _places;
    private bool _isDisposed;

    internal ParameterVector(IReadOnlyList<Parameter> places, IReadOnlyList<Tensor> tensors)
    {
        (_places, Tensors) = (places, tensors);

        // The collector sees a few small objects only, and would let many large vectors pile up.
        if (Count > 0) GC.AddMemoryPressure(sizeof(double) * Count);
    }

    /// <summary>Tells the collector that the memory is free again; the tensors see to themselves.</summary>
    ~ParameterVector() => Release();

    /// <summary>Number of parameters, all matrices together.</summary>
    public long Count => _places.Sum(place => (long)place.Rows * place.Columns);

    /// <summary>One tensor for each place, of its shape.</summary>
    internal IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Copies as named matrices: weights, output features x fan-in, and biases, 1 x output features.</summary>
    public IReadOnlyDictionary<string, Matrix> ToMatrices() =>
        _places.ToDictionary(place => place.Name, place => Networks.Tensors.ToMatrix(Tensors[place.Index]));

    /// <summary>A copy as one row, 1 x <see cref="Count"/>: matrix after matrix, each row after row.</summary>
    public Matrix ToMatrix()
    {
        var row = new Matrix(1, checked((int)Count));
        var start = 0;
        foreach (var tensor in Tensors)
        {
            Networks.Tensors.CopyTo(tensor, row.Values[start..]);
            start += (int)tensor.numel();
        }

        return row;
    }

    /// <summary>The sum of the products of corresponding entries.</summary>
    public double Dot(ParameterVector other)
    {
        TorchThreads.UseOwn();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return Tensors.Zip(other.Tensors, (first, second) => (first * second).sum()).Sum(Networks.Tensors.Number);
    }

    /// <summary>Adds a multiple of another vector of the same network to this one.</summary>
    public void Add(double scale, ParameterVector other)
    {
        TorchThreads.UseOwn();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (own, added) in Tensors.Zip(other.Tensors)) TensorScalar.Accumulate(own, scale == 1 ? added : (scale * (TensorScalar)added).Value);
    }

    /// <summary>Multiplies this vector by a number; 0 gives zeros, whatever was there.</summary>
    public void Scale(double factor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var own in Tensors) own.copy_(factor == 0 ? zeros_like(own) : (factor * (TensorScalar)own).Value);
    }

    /// <summary>True if no entry is NaN or infinite.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Tensors.All(tensor => double.IsFinite(Networks.Tensors.Number(tensor.abs().max())));
    }

    /// <summary>A copy that shares nothing.</summary>
    public ParameterVector Clone() => Of(_places, place => Tensors[place.Index].detach().clone());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var tensor in Tensors) tensor.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes over the values of another vector of the same network.</summary>
    internal void Set(ParameterVector values)
    {
        using var quiet = no_grad();
        foreach (var (own, value) in Tensors.Zip(values.Tensors)) own.copy_(value);
    }

    /// <summary>The vector with one tensor for each place, which it takes over.</summary>
    internal static ParameterVector Of(IReadOnlyList<Parameter> places, Func<Parameter, Tensor> make) =>
        new(places, [.. places.Select(place => make(place).DetachFromDisposeScope())]);

    /// <summary>The vector of one row, as <see cref="ToMatrix"/> gives it.</summary>
    /// <exception cref="InvalidDataFormatException">Another number of entries, or one that is NaN or infinite.</exception>
    internal static ParameterVector Of(IReadOnlyList<Parameter> places, Matrix row)
    {
        var count = places.Sum(place => place.Rows * place.Columns);
        if ((row.Rows, row.Columns) != (1, count)) throw new InvalidDataFormatException($"A network of {count} parameters cannot take {row.Rows} x {row.Columns} numbers.");
        if (!row.IsFinite()) throw new InvalidDataFormatException("A parameter of the network is NaN or infinite.");
        var start = 0;
        return Of(places, place =>
        {
            var values = row.Values.Slice(start, place.Rows * place.Columns);
            start += values.Length;
            return Networks.Tensors.Of(values, place.Rows, place.Columns);
        });
    }

    /// <summary>The vector of named matrices, one for each place.</summary>
    /// <exception cref="InvalidDataFormatException">A name or a shape does not fit, or an entry is NaN or infinite.</exception>
    internal static ParameterVector Of(IReadOnlyList<Parameter> places, IReadOnlyDictionary<string, Matrix> values)
    {
        foreach (var name in values.Keys.Except(places.Select(place => place.Name)))
            throw new InvalidDataFormatException($"The network has no parameter '{name}': the values belong to another network.");
        foreach (var place in places)
        {
            if (!values.TryGetValue(place.Name, out var matrix)) throw new InvalidDataFormatException($"The network's parameter '{place.Name}' is missing.");
            if ((matrix.Rows, matrix.Columns) != (place.Rows, place.Columns))
                throw new InvalidDataFormatException($"The network's parameter '{place.Name}' is {place.Rows} x {place.Columns}, not {matrix.Rows} x {matrix.Columns}.");
            if (!matrix.IsFinite()) throw new InvalidDataFormatException($"The network's parameter '{place.Name}' has an entry that is NaN or infinite.");
        }

        return Of(places, place => Networks.Tensors.Of(values[place.Name]));
    }

    /// <summary>The tensor of one place.</summary>
    internal Tensor this[Parameter place] => Tensors[place.Index];

    private void Release()
    {
        if (Count > 0) GC.RemoveMemoryPressure(sizeof(double) * Count);
    }
}
