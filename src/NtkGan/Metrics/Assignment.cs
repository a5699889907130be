using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The assignment of n points to n points with the least mean of squared distances: shortest augmenting paths after a greedy
/// start, in the manner of Jonker and Volgenant (1987). O(n^3) time at worst, n^2 costs in memory.</summary>
internal sealed class Assignment
{
    private const int Free = -1;

    private readonly Matrix _costs;

    // Dual values: _rowPrices[i] + _columnPrices[j] <= cost(i, j), with equality where i is assigned to j.
    private readonly double[] _rowPrices, _columnPrices, _distances;
    private readonly int[] _columnOf, _rowOf, _previousRow;
    private readonly bool[] _settled;

    /// <summary>Solves it for the rows of two n x d matrices of finite entries.</summary>
    public Assignment(Matrix x, Matrix y)
    {
        var n = x.Rows;
        _costs = SquaredDistances(x, y);
        if (!_costs.IsFinite()) throw new NumericalException("The metric 'w2' overflows on these points; divide the data by a constant first.");
        (_rowPrices, _columnPrices, _distances) = (new double[n], new double[n], new double[n]);
        (_columnOf, _rowOf, _previousRow, _settled) = (new int[n], new int[n], new int[n], new bool[n]);
        Array.Fill(_columnOf, Free);
        Array.Fill(_rowOf, Free);
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

    private static Matrix SquaredDistances(Matrix x, Matrix y)
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

    // The largest column prices that leave row prices of 0 feasible, then the largest row prices; a row takes a free column at no reduced cost.
    private void Start()
    {
        var n = _costs.Rows;
        Array.Fill(_columnPrices, double.PositiveInfinity);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) _columnPrices[j] = Math.Min(_columnPrices[j], _costs[i, j]);
        for (var i = 0; i < n; i++)
        {
            var (best, least) = (0, double.PositiveInfinity);
            for (var j = 0; j < n; j++)
            {
                var reduced = _costs[i, j] - _columnPrices[j];
                if (reduced < least || (reduced == least && _rowOf[j] == Free && _rowOf[best] != Free)) (best, least) = (j, reduced);
            }

            _rowPrices[i] = least;
            if (_rowOf[best] == Free) (_columnOf[i], _rowOf[best]) = (best, i);
        }
    }

    // Dijkstra over reduced costs from a free row to the nearest free column, then the prices along the way, then the path turned over.
    private void Augment(int start)
    {
        Array.Fill(_distances, double.PositiveInfinity);
        Array.Clear(_settled);
        var (row, reached, column) = (start, 0.0, Free);
        do
        {
            column = Relax(row, reached);
            reached = _distances[column];
            _settled[column] = true;
            row = _rowOf[column];
        }
        while (row != Free);

        _rowPrices[start] += reached;
        for (var j = 0; j < _settled.Length; j++)
        {
            if (!_settled[j] || _rowOf[j] == Free) continue;
            _rowPrices[_rowOf[j]] += reached - _distances[j];
            _columnPrices[j] -= reached - _distances[j];
        }

        for (var i = Free; i != start;)
        {
            i = _previousRow[column];
            _rowOf[column] = i;
            (_columnOf[i], column) = (column, _columnOf[i]);
        }
    }

    // Shortens the ways to columns through a row, and returns the nearest column that is not settled.
    private int Relax(int row, double reached)
    {
        var costs = _costs.Row(row);
        var offset = reached - _rowPrices[row];
        var (nearest, least) = (Free, double.PositiveInfinity);
        for (var j = 0; j < costs.Length; j++)
        {
            if (_settled[j]) continue;
            var distance = offset + costs[j] - _columnPrices[j];
            if (distance < _distances[j]) (_distances[j], _previousRow[j]) = (distance, row);
            if (_distances[j] < least) (nearest, least) = (j, _distances[j]);
        }

        return nearest;
    }
}
