using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>A set of points in tiles of 16 that lie near each other (a k-d order), coordinates side by side for SIMD, with a bounding box
/// for each tile. The order depends on the points alone, not on that of the rows, so what is summed over tiles gives the same bits for
/// any permutation of the rows. The last tile is filled up with copies of its last point.</summary>
internal sealed class PointTiles
{
    /// <summary>Points in a tile, and pairs of points of two tiles.</summary>
    public const int Size = 16, Pairs = Size * Size;

    private readonly double[] _low, _high;

    /// <summary>Sorts and tiles the rows of a matrix: n >= 1 finite points. O(d n log n + n log^2 n).</summary>
    public PointTiles(Matrix points)
    {
        Count = points.Rows;
        Dimension = points.Columns;
        Tiles = (Count + Size - 1) / Size;
        Coordinates = new double[Tiles * Size * Dimension];
        _low = new double[Tiles * Dimension];
        _high = new double[Tiles * Dimension];
        var order = Enumerable.Range(0, Count).ToArray();
        Sort(points, order);
        for (var tile = 0; tile < Tiles; tile++)
        {
            for (var k = 0; k < Dimension; k++)
            {
                var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
                for (var lane = 0; lane < Size; lane++)
                {
                    var value = points[order[Math.Min(Count - 1, tile * Size + lane)], k];
                    Coordinates[(tile * Dimension + k) * Size + lane] = value;
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                }

                _low[tile * Dimension + k] = low;
                _high[tile * Dimension + k] = high;
            }
        }
    }

    /// <summary>Number of points n, dimension d, number of tiles.</summary>
    public int Count { get; }

    /// <inheritdoc cref="Count"/>
    public int Dimension { get; }

    /// <inheritdoc cref="Count"/>
    public int Tiles { get; }

    /// <summary>Coordinate k of the point at a lane of a tile, at (tile d + k) 16 + lane.</summary>
    public double[] Coordinates { get; }

    /// <summary>Points of a tile that are no filling.</summary>
    public int CountIn(int tile) => Math.Min(Size, Count - tile * Size);

    /// <summary>A lower bound of |x - y|^2 for points x of a tile and y of a tile of another set: that of their boxes.</summary>
    public double LeastSquaredDistance(int tile, PointTiles other, int otherTile)
    {
        var (a, b) = (tile * Dimension, otherTile * Dimension);
        var sum = 0.0;
        for (var k = 0; k < Dimension; k++)
        {
            var gap = Math.Max(0, Math.Max(_low[a + k] - other._high[b + k], other._low[b + k] - _high[a + k]));
            sum += gap * gap;
        }

        return sum;
    }

    /// <summary>|x_i - y_j|^2 of one point and four, j to j + 3, of another set, by their places in the tiles; j is a multiple of 4.</summary>
    public Vector256<double> SquaredDistances(int i, PointTiles other, int j)
    {
        var (a, b) = (i / Size * Dimension * Size + i % Size, j / Size * Dimension * Size + j % Size);
        var sum = Vector256<double>.Zero;
        for (var k = 0; k < Dimension * Size; k += Size)
        {
            var difference = Vector256.Create<double>(other.Coordinates.AsSpan(b + k, Lanes.Count)) - Vector256.Create(Coordinates[a + k]);
            sum = Vector256.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>The squared length of the diagonal of the joint bounding box of two sets.</summary>
    public double SquaredDiameter(PointTiles other)
    {
        var sum = 0.0;
        for (var k = 0; k < Dimension; k++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var set in (ReadOnlySpan<PointTiles>)[this, other])
            {
                for (var at = k; at < set._low.Length; at += Dimension) (low, high) = (Math.Min(low, set._low[at]), Math.Max(high, set._high[at]));
            }

            sum += (high - low) * (high - low);
        }

        return sum;
    }

    /// <summary>The mean of |x - y| over all pairs of a point of this set and a point of another (or of this again: then equal points
    /// count as pairs at distance 0). O(n m d) on all threads; a rounding error below (40 + d + number of tiles) 2^-52 of the mean.</summary>
    public double MeanDistance(PointTiles other)
    {
        var same = ReferenceEquals(this, other);
        var sums = new double[Tiles];
        Workers.ForBlocks(Tiles, 1, (start, _) =>
        {
            var total = 0.0;
            for (var tile = same ? start : 0; tile < other.Tiles; tile++)
                total += (same && tile > start ? 2 : 1) * SumOfDistances(start, other, tile);
            sums[start] = total;
        });
        var sum = 0.0;
        foreach (var part in sums) sum += part;
        return sum / ((double)Count * other.Count);
    }

    /// <summary>|x_i - y_j|^2 for the 16 x 16 pairs of a tile and a tile of another set, row after row, filling included.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="other">The other set.</param>
    /// <param name="otherTile">Its tile.</param>
    /// <param name="result">Receives <see cref="Pairs"/> values.</param>
    public unsafe void SquaredDistances(int tile, PointTiles other, int otherTile, Span<double> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, Pairs);
        fixed (double* rows = &Coordinates[tile * Dimension * Size], columns = &other.Coordinates[otherTile * Dimension * Size], squares = result)
        {
            for (var i = 0; i < Size; i += 4)
            {
                for (var j = 0; j < Size; j += Lanes.Count)
                {
                    Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
                    double* x = rows + i, y = columns + j;
                    for (var k = 0; k < Dimension; k++, x += Size, y += Size)
                    {
                        var at = Vector256.Load(y);
                        var d0 = at - Vector256.Create(x[0]);
                        var d1 = at - Vector256.Create(x[1]);
                        var d2 = at - Vector256.Create(x[2]);
                        var d3 = at - Vector256.Create(x[3]);
                        s0 = Vector256.FusedMultiplyAdd(d0, d0, s0);
                        s1 = Vector256.FusedMultiplyAdd(d1, d1, s1);
                        s2 = Vector256.FusedMultiplyAdd(d2, d2, s2);
                        s3 = Vector256.FusedMultiplyAdd(d3, d3, s3);
                    }

                    var place = squares + i * Size + j;
                    s0.Store(place);
                    s1.Store(place + Size);
                    s2.Store(place + 2 * Size);
                    s3.Store(place + 3 * Size);
                }
            }
        }
    }

    private double SumOfDistances(int tile, PointTiles other, int otherTile)
    {
        Span<double> squares = stackalloc double[Pairs];
        SquaredDistances(tile, other, otherTile, squares);
        var columns = Vector256.Create((double)other.CountIn(otherTile));
        var total = Vector256<double>.Zero;
        for (var j = 0; j < Size; j += Lanes.Count)
        {
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < CountIn(tile); i++) sum += Vector256.Sqrt(Vector256.Create<double>(squares.Slice(i * Size + j, Lanes.Count)));
            total += Vector256.AndNot(sum, Vector256.GreaterThanOrEqual(Vector256.Create(j, j + 1.0, j + 2, j + 3), columns));
        }

        return Reduction.Sum(total);
    }

    // Halves the set across its widest coordinate, at whole tiles. Only equal points compare as equal, so the order of the rows never shows.
    private static void Sort(Matrix points, Span<int> order)
    {
        var widest = Widest(points, order);
        order.Sort((a, b) =>
        {
            var sign = points[a, widest].CompareTo(points[b, widest]);
            for (var k = 0; sign == 0 && k < points.Columns; k++) sign = points[a, k].CompareTo(points[b, k]);
            return sign;
        });
        if (order.Length <= Size) return;
        var half = (order.Length / 2 + Size - 1) / Size * Size;
        Sort(points, order[..half]);
        Sort(points, order[half..]);
    }

    private static int Widest(Matrix points, ReadOnlySpan<int> order)
    {
        var (best, width) = (0, -1.0);
        for (var k = 0; k < points.Columns; k++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var i in order) (low, high) = (Math.Min(low, points[i, k]), Math.Max(high, points[i, k]));
            if (high - low > width) (best, width) = (k, high - low);
        }

        return best;
    }
}
