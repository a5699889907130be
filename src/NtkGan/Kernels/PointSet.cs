using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Points laid out for blocks of pairs: block after block, coordinate-major within, so that a block of long points is read in one stretch;
/// padded to whole lanes with copies of the last point or with zeros (so that padding lanes compute something legal), beside the original rows.
/// A set made from a matrix stays; one made from a dimension grows.</summary>
internal sealed class PointSet
{
    private const int BlockSize = RowEvaluator.BlockSize;

    private readonly int _dimension;
    private double[] _coordinates;

    // Points of a block: all of a small set, which then has one block.
    private int _width;
    private Matrix? _points;

    public PointSet(Matrix points)
    {
        (_points, _dimension, Count) = (points, points.Columns, points.Rows);
        _width = Math.Min(PaddedCount, BlockSize);
        _coordinates = new double[Capacity(points.Rows) * points.Columns];
        for (var i = 0; i < PaddedCount; i++)
        {
            var row = points.Row(Math.Min(i, points.Rows - 1));
            var place = Place(i);
            for (var c = 0; c < row.Length; c++) _coordinates[place + c * _width] = row[c];
        }
    }

    /// <summary>An empty set that grows.</summary>
    public PointSet(int dimension) => (_dimension, _coordinates) = (dimension, []);

    /// <summary>Number of points.</summary>
    public int Count { get; private set; }

    /// <summary>The points as rows; of a set that grew, a copy made on demand.</summary>
    public Matrix Points => _points ??= Rows();

    /// <summary>Number of points, padding included.</summary>
    public int PaddedCount => Padded(Count);

    /// <summary>A number of points with what fills whole lanes.</summary>
    public static int Padded(int count) => (count + Lanes.Count - 1) / Lanes.Count * Lanes.Count;

    /// <summary>One coordinate of one point.</summary>
    public double this[int point, int coordinate] => _coordinates[Place(point) + coordinate * _width];

    /// <summary>Appends a point.</summary>
    public void Add(ReadOnlySpan<double> point)
    {
        if (Count * _dimension == _coordinates.Length) Grow();
        Set(Count++, point);
    }

    /// <summary>Moves a point.</summary>
    public void Set(int index, ReadOnlySpan<double> point)
    {
        var place = Place(index);
        for (var c = 0; c < _dimension; c++) _coordinates[place + c * _width] = point[c];
        _points = null;
    }

    /// <summary>Forgets all points.</summary>
    public void Clear() => (Count, _points) = (0, null);

    /// <summary>Sum over coordinates of x_c y_c for one x and points start, start + 1, ...; the order of summation is that of the
    /// coordinates for every pair, so that equal points give equal bits.</summary>
    public void InnerProducts(ReadOnlySpan<double> x, int start, Span<Lanes> results)
    {
        results.Clear();
        var (place, c) = (Place(start), 0);
        for (; c + 2 <= x.Length; c += 2)
        {
            var (factor, next) = (Vector256.Create(x[c]), Vector256.Create(x[c + 1]));
            var column = Column(place, c, results.Length);
            var nextColumn = Column(place, c + 1, results.Length);
            for (var b = 0; b < results.Length; b++)
                results[b] = new(Vector256.FusedMultiplyAdd(next, nextColumn[b], Vector256.FusedMultiplyAdd(factor, column[b], results[b].Vector)));
        }

        if (c == x.Length) return;
        var last = Vector256.Create(x[c]);
        var lastColumn = Column(place, c, results.Length);
        for (var b = 0; b < results.Length; b++) results[b] = new(Vector256.FusedMultiplyAdd(last, lastColumn[b], results[b].Vector));
    }

    /// <summary>Sum over coordinates of (x_c - y_c)^2 for one x and points start, start + 1, ...</summary>
    public void SquaredDistances(ReadOnlySpan<double> x, int start, Span<Lanes> results)
    {
        results.Clear();
        var place = Place(start);
        for (var c = 0; c < x.Length; c++)
        {
            var own = Vector256.Create(x[c]);
            var column = Column(place, c, results.Length);
            for (var b = 0; b < results.Length; b++)
            {
                var difference = own - column[b];
                results[b] = new(Vector256.FusedMultiplyAdd(difference, difference, results[b].Vector));
            }
        }
    }

    /// <summary>sum_c += sum over points of weight_j y_jc.</summary>
    public void AddWeighted(ReadOnlySpan<Lanes> weights, int start, Span<double> sum)
    {
        var place = Place(start);
        for (var c = 0; c < sum.Length; c++)
        {
            var column = Column(place, c, weights.Length);
            var total = Vector256<double>.Zero;
            for (var b = 0; b < weights.Length; b++) total = Vector256.FusedMultiplyAdd(weights[b].Vector, column[b], total);
            sum[c] += Reduction.Sum(total);
        }
    }

    /// <summary>sum_c += sum over points of weight_j (x_c - y_jc): exactly nothing from a point at x itself.</summary>
    public void AddWeightedDifferences(ReadOnlySpan<Lanes> weights, ReadOnlySpan<double> x, int start, Span<double> sum)
    {
        var place = Place(start);
        for (var c = 0; c < sum.Length; c++)
        {
            var own = Vector256.Create(x[c]);
            var column = Column(place, c, weights.Length);
            var total = Vector256<double>.Zero;
            for (var b = 0; b < weights.Length; b++) total = Vector256.FusedMultiplyAdd(weights[b].Vector, own - column[b], total);
            sum[c] += Reduction.Sum(total);
        }
    }

    private void Grow()
    {
        var (rows, capacity) = (Rows(), Math.Max(BlockSize / 2, 2 * Count));
        (_width, _coordinates) = (Math.Min(capacity, BlockSize), new double[capacity * _dimension]);
        for (var i = 0; i < Count; i++) Set(i, rows.Row(i));
    }

    private int Capacity(int count) => _width == 0 ? 0 : (count + _width - 1) / _width * _width;

    /// <summary>Where the first coordinate of a point lies; the others follow at distances of the width.</summary>
    private int Place(int point) => _width == 0 ? 0 : point / _width * _width * _dimension + point % _width;

    private Matrix Rows()
    {
        var rows = new Matrix(Count, _dimension);
        for (var i = 0; i < Count; i++)
            for (var c = 0; c < _dimension; c++) rows[i, c] = this[i, c];
        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<Vector256<double>> Column(int place, int coordinate, int lanes) =>
        MemoryMarshal.Cast<double, Vector256<double>>(_coordinates.AsSpan(place + coordinate * _width, lanes * Lanes.Count));
}
