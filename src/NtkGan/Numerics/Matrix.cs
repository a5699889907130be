namespace NtkGan.Numerics;

/// <summary>A dense matrix of doubles, rows contiguous. A set of n points in d dimensions is an n x d matrix: points are rows. It equals another of the same
/// shape and entries (two NaN are equal), so that records which hold matrices compare by content; the entries can change, so the hash is that of the shape.</summary>
public sealed class Matrix : IEquatable<Matrix>
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="UsageException">The product exceeds the largest array, 2147483591 numbers, or there is no memory for it.</exception>
    public Matrix(int rows, int columns) : this(rows, columns, isSet: true)
    {
    }

    private Matrix(int rows, int columns, bool isSet)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns > System.Array.MaxLength) throw TooLarge(rows, columns, $"and no matrix holds more than {System.Array.MaxLength} numbers");
        Rows = rows;
        Columns = columns;
        try
        {
            _values = isSet ? new double[rows * columns] : GC.AllocateUninitializedArray<double>(rows * columns);
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(rows, columns, "more than is free");
        }
    }

    /// <summary>A matrix that takes over an array of rows * columns values, row after row, without a copy.</summary>
    /// <exception cref="ArgumentException">The array's length is not rows * columns.</exception>
    public Matrix(int rows, int columns, double[] values)
    {
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"{values.Length} values do not fill a {rows} x {columns} matrix.", nameof(values));
        Rows = rows;
        Columns = columns;
        _values = values;
    }

    /// <summary>A matrix of any numbers, for those who set them all: a large one costs no pass over its zeros.</summary>
    /// <exception cref="UsageException">As of zeros.</exception>
    internal static Matrix Unset(int rows, int columns) => new(rows, columns, isSet: false);

    /// <summary>A matrix from a rectangular literal: <c>Matrix.Of(new double[,] { { 1, 2 }, { 3, 4 } })</c>.</summary>
    public static Matrix Of(double[,] values)
    {
        var matrix = new Matrix(values.GetLength(0), values.GetLength(1));
        Buffer.BlockCopy(values, 0, matrix._values, 0, sizeof(double) * values.Length);
        return matrix;
    }

    /// <summary>An n x 1 matrix: n points on a line.</summary>
    public static Matrix Column(params double[] values) => new(values.Length, 1, (double[])values.Clone());

    /// <summary>Number of rows (points).</summary>
    public int Rows { get; }

    /// <summary>Number of columns (dimensions).</summary>
    public int Columns { get; }

    /// <summary>The array behind <see cref="Values"/>, for code that runs on several threads at once.</summary>
    internal double[] Array => _values;

    /// <summary>All values, row after row.</summary>
    public Span<double> Values => _values;

    /// <summary>The entry at row i, column j, both from 0.</summary>
    public ref double this[int i, int j] => ref _values[i * Columns + j];

    /// <summary>Row i, as a view.</summary>
    public Span<double> Row(int i) => _values.AsSpan(i * Columns, Columns);

    /// <inheritdoc/>
    public bool Equals(Matrix? other) => ReferenceEquals(this, other) || (other is not null && Rows == other.Rows && Columns == other.Columns && Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Matrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Columns);

    /// <summary>A copy that shares nothing.</summary>
    public Matrix Clone() => new(Rows, Columns, (double[])_values.Clone());

    /// <summary>The transpose, as a copy.</summary>
    public Matrix Transpose()
    {
        var result = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
            for (var j = 0; j < Columns; j++)
                result._values[j * Rows + i] = _values[i * Columns + j];
        return result;
    }

    /// <summary>The given rows, in the given order, as a copy.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var result = new Matrix(rows.Length, Columns);
        for (var i = 0; i < rows.Length; i++) Row(rows[i]).CopyTo(result.Row(i));
        return result;
    }

    /// <summary>The rows of this matrix above the rows of another.</summary>
    /// <exception cref="ArgumentException">The numbers of columns differ.</exception>
    public Matrix Above(Matrix below)
    {
        if (below.Columns != Columns)
            throw new ArgumentException($"Cannot stack {Columns} columns on {below.Columns}.", nameof(below));
        var result = new Matrix(Rows + below.Rows, Columns);
        _values.CopyTo(result._values, 0);
        below._values.CopyTo(result._values, _values.Length);
        return result;
    }

    private static UsageException TooLarge(int rows, int columns, string reason) => new(FormattableString.Invariant(
        $"A matrix of {rows} x {columns} numbers takes {rows * (double)columns * sizeof(double) / (1L << 30):F1} GiB of memory, {reason}: take fewer points, or batches of them."));

    /// <summary>True if no entry is NaN or infinite.</summary>
    public bool IsFinite() => Reduction.IsFinite(_values);
}
