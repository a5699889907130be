using NtkGan.Numerics;

namespace NtkGan.Data.Files;

/// <summary>An array of doubles with any number of axes, the last running fastest, as NumPy's files hold them.</summary>
public sealed class NumpyArray
{
    private readonly double[] _values;

    /// <summary>An array that takes over its values without a copy.</summary>
    /// <param name="shape">The lengths of the axes, each at least 0; none for a single number.</param>
    /// <param name="values">As many values as the product of the lengths, the last axis running fastest.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public NumpyArray(ValueList<int> shape, double[] values)
    {
        if (shape.Any(length => length < 0) || shape.Aggregate(1.0, (product, length) => product * length) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape {shape}.", nameof(values));
        Shape = shape;
        _values = values;
    }

    /// <summary>The lengths of the axes.</summary>
    public ValueList<int> Shape { get; }

    /// <summary>All values, the last axis running fastest.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>An array without axes: one number.</summary>
    public static NumpyArray Of(double value) => new([], [value]);

    /// <summary>An array with one axis, a copy of the values.</summary>
    public static NumpyArray Of(ReadOnlySpan<double> values) => new([values.Length], values.ToArray());

    /// <summary>An array with two axes, a copy of a matrix.</summary>
    public static NumpyArray Of(Matrix matrix) => new([matrix.Rows, matrix.Columns], matrix.Values.ToArray());

    /// <summary>The array as points: the first axis counts them, further axes are flattened into coordinates. A single number becomes 1 x 1, one
    /// axis of length n becomes n x 1 (n points on a line). A copy.</summary>
    public Matrix ToPoints()
    {
        var (rows, columns) = Shape.Count == 0 ? (1, 1) : (Shape[0], Shape.Skip(1).Aggregate(1, (product, length) => checked(product * length)));
        return new(rows, columns, (double[])_values.Clone());
    }
}
