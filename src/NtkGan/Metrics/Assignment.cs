using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The assignment of n points to n points with the least mean of squared distances: shortest augmenting paths,
/// in the manner of Jonker and Volgenant (1987), from the prices of an auction. O(n^3) time at worst, n^2 costs in memory.</summary>
internal sealed class Assignment
{
    private const int Free = -1, BidsPerRow = 8;

    // Of the greatest cost.
    private const double LeastIncrement = 1e-6;

    private readonly Matrix _costs;

    // Dual values: _rowPrices[i] + _columnPrices[j] <= cost(i, j), with equality where i is assigned to j.
    private readonly double[] _rowPrices, _columnPrices;
    private readonly int[] _columnOf, _rowOf;

    // Of each column: the shortest way from the row to be assigned, the row before it on that way, and 0, or infinity once it is settled.
    private readonly double[] _distances, _closed;
    private readonly long[] _previousRow;

    /// <summary>Solves it for the rows of two n x d matrices of finite entries.</summary>
    public Assignment(Matrix x, Matrix y)
    {
        var n = x.Rows;
        _costs = SquaredDistances(x, y);
        if (!_costs.IsFinite()) throw new NumericalException("The metric 'w2' overflows on these points; divide the data by a constant first.");
        (_rowPrices, _columnPrices, _distances, _closed) = (new double[n], new double[n], new double[n], new double[n]);
        (_columnOf, _rowOf, _previousRow) = (new int[n], new int[n], new long[n]);
        Start();
        for (var i = 0; i < n; i++)
            if (_columnOf[i] == Free) Augment(i);
        double primal = 0, dual = 0;
        for (var i = 0; i < n; i++)
        {
            primal += _costs[i, _columnOf[i]];
            dual += _rowPrices[i] + _columnPrices[i];
        }

        Cost = primal / n;
        Gap = Math.Abs(primal - dual) / n + 64 * Math.ScaleB(Cost, -52);
    }

    /// <summary>The least mean of |x_i - y_(column of i)|^2.</summary>
    public double Cost { get; }

    /// <summary>The difference to the value of a feasible dual, plus rounding: a bound of the error of <see cref="Cost"/>.</summary>
    public double Gap { get; }

    internal static Matrix SquaredDistances(Matrix x, Matrix y)
    {
        var costs = new Matrix(x.Rows, y.Rows);
        Workers.ForBlocks(x.Rows, 8, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var point = x.Row(i);
                var row = costs.Row(i);
                for (var j = 0; j < row.Length; j++)
                {
                    var other = y.Row(j);
                    var sum = 0.0;
                    for (var k = 0; k < point.Length; k++) sum += (point[k] - other[k]) * (point[k] - other[k]);
                    row[j] = sum;
                }
            }
        });
        return costs;
    }

    // The least cost of each column is its best price where all points of x lie together. Elsewhere auctions with ever smaller increments
    // (Bertsekas 1988) bring the prices near their optimum. The last one, without an increment, leaves each holder at its best column.
    // Any column prices are feasible, with the row prices that belong to them.
    private void Start()
    {
        var greatest = 0.0;
        Array.Fill(_columnPrices, double.PositiveInfinity);
        for (var i = 0; i < _costs.Rows; i++)
        {
            for (var j = 0; j < _costs.Columns; j++)
            {
                greatest = Math.Max(greatest, _costs[i, j]);
                _columnPrices[j] = Math.Min(_columnPrices[j], _costs[i, j]);
            }
        }

        Bid(0);
        if (_columnOf.Contains(Free))
        {
            for (var increment = greatest / 4; increment > LeastIncrement * greatest; increment /= 4) Bid(increment);
            Bid(0);
        }

        for (var i = 0; i < _costs.Rows; i++)
            _rowPrices[i] = _columnOf[i] is var j && j != Free ? _costs[i, j] - _columnPrices[j] : TwoBest(i).Least;
    }

    // A row takes its best column, at the price where the second best is as good (plus an increment), and whoever held it bids again.
    private void Bid(double increment)
    {
        var n = _costs.Rows;
        Array.Fill(_columnOf, Free);
        Array.Fill(_rowOf, Free);
        var bidders = new Queue<int>(Enumerable.Range(0, n));
        for (var bids = 0; bidders.Count > 0 && bids < BidsPerRow * n; bids++)
        {
            var i = bidders.Dequeue();
            var (best, least, other, second) = TwoBest(i);
            if (second - least + increment > 0 && other != Free) _columnPrices[best] -= second - least + increment;
            else if (_rowOf[best] != Free && other != Free) best = other;
            if (_rowOf[best] is var holder && holder != Free)
            {
                _columnOf[holder] = Free;
                bidders.Enqueue(holder);
            }

            (_columnOf[i], _rowOf[best]) = (best, i);
        }
    }

    // The best column and the second best; of equals a free one first.
    private (int Best, double Least, int Other, double Second) TwoBest(int row)
    {
        var costs = _costs.Row(row);
        var (best, least, other, second) = (Free, double.PositiveInfinity, Free, double.PositiveInfinity);
        for (var j = 0; j < costs.Length; j++)
        {
            var reduced = costs[j] - _columnPrices[j];
            if (reduced > second || (reduced == second && _rowOf[j] != Free)) continue;
            (other, second) = (j, reduced);
            if (reduced < least || (reduced == least && _rowOf[best] != Free)) (best, least, other, second) = (other, second, best, least);
        }

        return (best, least, other, second);
    }

    // Dijkstra over reduced costs from a free row to the nearest free column, then the prices along the way, then the path turned over.
    private void Augment(int start)
    {
        Workers.ThrowIfCancelled();
        Array.Fill(_distances, double.PositiveInfinity);
        Array.Clear(_closed);
        var (row, reached, column) = (start, 0.0, Free);
        do
        {
            column = Relax(row, reached);
            reached = _distances[column];
            _closed[column] = double.PositiveInfinity;
            row = _rowOf[column];
        }
        while (row != Free);

        _rowPrices[start] += reached;
        for (var j = 0; j < _closed.Length; j++)
        {
            if (_closed[j] == 0 || _rowOf[j] == Free) continue;
            _rowPrices[_rowOf[j]] += reached - _distances[j];
            _columnPrices[j] -= reached - _distances[j];
        }

        for (var i = Free; i != start;)
        {
            i = (int)_previousRow[column];
            _rowOf[column] = i;
            (_columnOf[i], column) = (column, _columnOf[i]);
        }
    }

    // Shortens the ways to columns through a row, and returns the nearest column that is not settled (the first of equals).
    private int Relax(int row, double reached)
    {
        var costs = _costs.Row(row);
        var offset = reached - _rowPrices[row];
        var (nearest, least) = (Free, double.PositiveInfinity);
        var j = 0;
        if (costs.Length >= Lanes.Count)
        {
            var offsets = Vector256.Create(offset);
            var leasts = Vector256.Create(double.PositiveInfinity);
            Vector256<long> places = default, place = Vector256<long>.Indices, rows = Vector256.Create((long)row);
            for (; j <= costs.Length - Lanes.Count; j += Lanes.Count, place += Vector256.Create((long)Lanes.Count))
            {
                var block = (nuint)j;
                var closed = Vector256.LoadUnsafe(ref _closed[0], block);
                var old = Vector256.LoadUnsafe(ref _distances[0], block);
                var distance = offsets + (Vector256.LoadUnsafe(ref costs[0], block) - Vector256.LoadUnsafe(ref _columnPrices[0], block)) + closed;
                var shorter = Vector256.LessThan(distance, old);
                var best = Vector256.ConditionalSelect(shorter, distance, old);
                best.StoreUnsafe(ref _distances[0], block);
                Vector256.ConditionalSelect(shorter.AsInt64(), rows, Vector256.LoadUnsafe(ref _previousRow[0], block)).StoreUnsafe(ref _previousRow[0], block);
                var nearer = Vector256.LessThan(best + closed, leasts);
                leasts = Vector256.ConditionalSelect(nearer, best + closed, leasts);
                places = Vector256.ConditionalSelect(nearer.AsInt64(), place, places);
            }

            for (var lane = 0; lane < Lanes.Count; lane++)
                if (leasts[lane] < least || (leasts[lane] == least && places[lane] < nearest)) (nearest, least) = ((int)places[lane], leasts[lane]);
        }

        for (; j < costs.Length; j++)
        {
            var distance = offset + (costs[j] - _columnPrices[j]) + _closed[j];
            if (distance < _distances[j]) (_distances[j], _previousRow[j]) = (distance, row);
            if (_distances[j] + _closed[j] < least) (nearest, least) = (j, _distances[j]);
        }

        return nearest;
    }
}
