using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>Optimal transport between two finite measures under squared distances, exact: successive shortest paths with potentials. Masses are whole
/// units, so that every path empties a source, fills a sink or frees a link, and the search ends whatever the masses. A path costs O(n m) at worst, and
/// there are about n + m of them.</summary>
internal sealed class Transport
{
    private const int None = -1;

    // Units of two equal totals: sums stay exact in long and, as doubles, in 53 bits.
    private const double Units = 1L << 52;

    private readonly Matrix _costs;
    private readonly long[] _supply, _demand;

    // Dual values: _rowPrices[i] + _columnPrices[j] <= cost(i, j), with equality where mass flows from i to j.
    private readonly double[] _rowPrices, _columnPrices;
    private readonly List<Link>[] _links;

    // Of each sink and source: the shortest way there, the node before it on that way, and whether it is settled.
    private readonly double[] _toColumn, _toRow;
    private readonly int[] _rowBefore, _columnBefore;
    private readonly bool[] _isSettled;

    private Transport(Matrix x, long[] supply, Matrix y, long[] demand)
    {
        _costs = Assignment.SquaredDistances(x, y);
        if (!_costs.IsFinite()) throw new NumericalException("The metric 'w2' overflows on these points; divide the data by a constant first.");
        (_supply, _demand) = ((long[])supply.Clone(), (long[])demand.Clone());
        var (n, m) = (_costs.Rows, _costs.Columns);
        (_rowPrices, _columnPrices, _toRow, _toColumn) = (new double[n], new double[m], new double[n], new double[m]);
        (_columnBefore, _rowBefore, _isSettled) = (new int[n], new int[m], new bool[m]);
        _links = [.. Enumerable.Range(0, m).Select(_ => new List<Link>())];
        for (var j = 0; j < m; j++) _columnPrices[j] = Enumerable.Range(0, n).Min(i => _costs[i, j]);
        while (_supply.Any(units => units > 0)) Augment();

        double total = supply.Sum(), primal = 0, dual = 0;
        for (var j = 0; j < m; j++)
        {
            dual += demand[j] * _columnPrices[j];
            foreach (var link in _links[j]) primal += link.Units * _costs[link.Row, j];
        }

        for (var i = 0; i < n; i++) dual += supply[i] * _rowPrices[i];
        Cost = primal / total;
        Gap = Math.Abs(primal - dual) / total + 64 * Math.ScaleB(Cost, -52);
    }

    /// <summary>The least mean of |x - y|^2 over all couplings of the two measures.</summary>
    public double Cost { get; }

    /// <summary>The difference to the value of a feasible dual, plus rounding: a bound of the error of <see cref="Cost"/>.</summary>
    public double Gap { get; }

    /// <summary>Transport between uniform measures, of equal sizes or not: exact units 1/(n m).</summary>
    public static Transport Uniform(Matrix x, Matrix y)
    {
        var (supply, demand) = (new long[x.Rows], new long[y.Rows]);
        Array.Fill(supply, y.Rows);
        Array.Fill(demand, x.Rows);
        return new(x, supply, y, demand);
    }

    /// <summary>Transport between masses, each side divided by its total; masses are rounded to 2^-52 of it.</summary>
    public static Transport Weighted(Matrix x, IReadOnlyList<double> xMasses, Matrix y, IReadOnlyList<double> yMasses) =>
        new(x, WholeUnits(xMasses), y, WholeUnits(yMasses));

    // The heaviest point takes what rounding leaves.
    private static long[] WholeUnits(IReadOnlyList<double> masses)
    {
        var total = masses.Sum();
        long[] units = [.. masses.Select(mass => (long)Math.Round(mass / total * Units))];
        units[Array.IndexOf(units, units.Max())] += (long)Units - units.Sum();
        return units;
    }

    // Sends as much as fits along the shortest way from any source with mass left to any sink with room, in reduced costs.
    private void Augment()
    {
        Workers.ThrowIfCancelled();
        Array.Fill(_toRow, double.PositiveInfinity);
        Array.Fill(_toColumn, double.PositiveInfinity);
        Array.Fill(_columnBefore, None);
        Array.Clear(_isSettled);
        for (var i = 0; i < _supply.Length; i++)
        {
            if (_supply[i] == 0) continue;
            _toRow[i] = 0;
            Relax(i);
        }

        int sink;
        while (_demand[sink = Nearest()] == 0)
        {
            _isSettled[sink] = true;
            foreach (var link in _links[sink])
            {
                if (_toRow[link.Row] <= _toColumn[sink]) continue;
                (_toRow[link.Row], _columnBefore[link.Row]) = (_toColumn[sink], sink);
                Relax(link.Row);
            }
        }

        var length = _toColumn[sink];
        for (var i = 0; i < _toRow.Length; i++)
            if (_toRow[i] < length) _rowPrices[i] += length - _toRow[i];
        for (var j = 0; j < _toColumn.Length; j++)
            if (_isSettled[j]) _columnPrices[j] -= length - _toColumn[j];
        Send(sink);
    }

    private int Nearest()
    {
        var nearest = None;
        for (var j = 0; j < _toColumn.Length; j++)
            if (!_isSettled[j] && (nearest == None || _toColumn[j] < _toColumn[nearest])) nearest = j;
        return nearest;
    }

    private void Relax(int row)
    {
        var costs = _costs.Row(row);
        var start = _toRow[row] - _rowPrices[row];
        for (var j = 0; j < _toColumn.Length; j++)
        {
            // Rounding must not make a way shorter than its beginning.
            var length = Math.Max(_toRow[row], start + costs[j] - _columnPrices[j]);
            if (_isSettled[j] || length >= _toColumn[j]) continue;
            (_toColumn[j], _rowBefore[j]) = (length, row);
        }
    }

    private void Send(int sink)
    {
        var units = _demand[sink];
        int column = sink, row;
        for (row = _rowBefore[column]; _columnBefore[row] != None; row = _rowBefore[column])
        {
            column = _columnBefore[row];
            units = Math.Min(units, _links[column].Find(link => link.Row == row)!.Units);
        }

        units = Math.Min(units, _supply[row]);
        _supply[row] -= units;
        _demand[sink] -= units;
        for (column = sink, row = _rowBefore[column]; ; row = _rowBefore[column])
        {
            Add(column, row, units);
            if (_columnBefore[row] == None) return;
            column = _columnBefore[row];
            Add(column, row, -units);
        }
    }

    private void Add(int column, int row, long units)
    {
        var link = _links[column].Find(link => link.Row == row);
        if (link is null) _links[column].Add(link = new(row));
        link.Units += units;
        if (link.Units == 0) _links[column].Remove(link);
    }

    private sealed class Link(int row)
    {
        public int Row => row;

        public long Units { get; set; }
    }
}
