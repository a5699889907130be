using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A vector in the space of a network's parameters: their values, a gradient, or a change of them, one matrix after the other, each row after row.</summary>
public sealed class ParameterVector
{
    private readonly double[] _values;

    /// <summary>A vector of zeros.</summary>
    /// <param name="places">The network's matrices, in their order.</param>
    public ParameterVector(IReadOnlyList<Parameter> places) : this(places, new double[places.Sum(place => place.Count)])
    {
    }

    internal ParameterVector(IReadOnlyList<Parameter> places, double[] values) => (Places, _values) = (places, values);

    /// <summary>The network's matrices, in their order.</summary>
    public IReadOnlyList<Parameter> Places { get; }

    /// <summary>Number of parameters, all matrices together.</summary>
    public int Count => _values.Length;

    /// <summary>All entries.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How often the entries have been written to: what is made of them is made anew when this changes.</summary>
    internal long Version { get; private set; }

    /// <summary>The vector of named matrices, one for each place.</summary>
    /// <exception cref="InvalidDataFormatException">A name or a shape does not fit, or an entry is NaN or infinite.</exception>
    public static ParameterVector Of(IReadOnlyList<Parameter> places, IReadOnlyDictionary<string, Matrix> values)
    {
        foreach (var name in values.Keys.Except(places.Select(place => place.Name)))
            throw new InvalidDataFormatException($"The network has no parameter '{name}': the values belong to another network.");
        var result = new ParameterVector(places);
        foreach (var place in places)
        {
            if (!values.TryGetValue(place.Name, out var matrix)) throw new InvalidDataFormatException($"The network's parameter '{place.Name}' is missing.");
            if ((matrix.Rows, matrix.Columns) != (place.Rows, place.Columns))
                throw new InvalidDataFormatException($"The network's parameter '{place.Name}' is {place.Rows} x {place.Columns}, not {matrix.Rows} x {matrix.Columns}.");
            if (!matrix.IsFinite()) throw new InvalidDataFormatException($"The network's parameter '{place.Name}' has an entry that is NaN or infinite.");
            matrix.Values.CopyTo(result._values.AsSpan(place.Start));
        }

        return result;
    }

    /// <summary>The vector of one row, as <see cref="ToMatrix"/> gives it.</summary>
    /// <exception cref="InvalidDataFormatException">Another number of entries, or one that is NaN or infinite.</exception>
    public static ParameterVector Of(IReadOnlyList<Parameter> places, Matrix row)
    {
        var result = new ParameterVector(places);
        result.Set(row);
        return result;
    }

    /// <summary>Draws the parameters that a network has before training.</summary>
    /// <param name="places">The network's matrices.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Which of the seed's many networks.</param>
    internal static ParameterVector Draw(IReadOnlyList<Parameter> places, ulong seed, ulong number)
    {
        var result = new ParameterVector(places);
        foreach (var place in places) place.Draw(seed, number, result._values.AsSpan(place.Start, place.Count));
        return result;
    }

    /// <summary>Copies as named matrices: weights, output features x fan-in, and biases, 1 x output features.</summary>
    public IReadOnlyDictionary<string, Matrix> ToMatrices() =>
        Places.ToDictionary(place => place.Name, place => new Matrix(place.Rows, place.Columns, Of(place).ToArray()));

    /// <summary>A copy as one row, 1 x <see cref="Count"/>.</summary>
    public Matrix ToMatrix() => new(1, Count, (double[])_values.Clone());

    /// <summary>The entries of one matrix.</summary>
    public ReadOnlySpan<double> Of(Parameter place) => _values.AsSpan(place.Start, place.Count);

    /// <summary>The sum of the products of corresponding entries.</summary>
    public double Dot(ParameterVector other) => DotProduct.Of(_values, other._values);

    /// <summary>Adds a multiple of another vector of the same network to this one.</summary>
    public void Add(double scale, ParameterVector other) => DotProduct.Add(scale, other._values, Writable());

    /// <summary>Multiplies this vector by a number; 0 gives zeros, whatever was there.</summary>
    public void Scale(double factor)
    {
        if (factor == 0) Writable().Clear();
        else
            foreach (ref var value in Writable()) value *= factor;
    }

    /// <summary>Takes over the entries of another vector of the same network.</summary>
    public void Set(ParameterVector values) => values._values.CopyTo(Writable());

    /// <summary>Takes over the entries of one row, as <see cref="ToMatrix"/> gives it; nothing is written where they are the same already.</summary>
    /// <exception cref="InvalidDataFormatException">Another number of entries, or one that is NaN or infinite.</exception>
    internal void Set(Matrix row)
    {
        if ((row.Rows, row.Columns) != (1, Count)) throw new InvalidDataFormatException($"A network of {Count} parameters cannot take {row.Rows} x {row.Columns} numbers.");
        if (!row.IsFinite()) throw new InvalidDataFormatException("A parameter of the network is NaN or infinite.");
        if (!row.Values.SequenceEqual(_values)) row.Values.CopyTo(Writable());
    }

    /// <summary>These entries as one row, for a vector that nobody writes to any more.</summary>
    internal Matrix AsMatrix() => new(1, Count, _values);

    /// <summary>True if no entry is NaN or infinite.</summary>
    public bool IsFinite() => Reduction.IsFinite(_values);

    /// <summary>A copy that shares nothing.</summary>
    public ParameterVector Clone() => new(Places, (double[])_values.Clone());

    /// <summary>All entries, to be written to.</summary>
    internal Span<double> Writable()
    {
        Version++;
        return _values;
    }
}
