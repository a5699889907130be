using NtkGan.Numerics;

namespace NtkGan.Tables.Judging;

/// <summary>The coordinates in which tables are compared, those of no model: quantities in standard deviations of the given rows, 1/sqrt 2 for the word of a category, so that
/// different words are at distance 1, and the same for a quantity that is missing, which otherwise counts as the mean.</summary>
internal sealed class JudgedSpace
{
    private readonly ValueList<RowColumn> _columns;
    private readonly double[] _means, _deviations;
    private readonly bool[] _hasGaps;
    private readonly int[] _starts;

    /// <summary>Takes scales from rows.</summary>
    /// <param name="rows">Real rows.</param>
    /// <param name="leaveOut">A column that takes no part, or -1.</param>
    public JudgedSpace(RowTable rows, int leaveOut = -1)
    {
        _columns = rows.Columns;
        (_means, _deviations, _hasGaps, _starts) = (new double[_columns.Count], new double[_columns.Count], new bool[_columns.Count], new int[_columns.Count + 1]);
        for (var j = 0; j < _columns.Count; j++)
        {
            double[] present = [.. Enumerable.Range(0, rows.Rows).Select(i => rows.Values[i, j]).Where(value => !double.IsNaN(value))];
            _means[j] = present.Length > 0 ? present.Average() : 0;
            _deviations[j] = present.Length > 0 ? Math.Sqrt(present.Average(value => (value - _means[j]) * (value - _means[j]))) : 0;
            _hasGaps[j] = present.Length < rows.Rows;
            _starts[j + 1] = _starts[j] + (j == leaveOut ? 0 : _columns[j] switch { WordColumn words => words.Words.Count, QuantityColumn => _hasGaps[j] ? 2 : 1, _ => 0 });
        }
    }

    /// <summary>The number of coordinates.</summary>
    public int Dimension => _starts[^1];

    /// <summary>Whether two coordinates are of one column.</summary>
    public bool AreOfOneColumn(int first, int second) => Array.FindLastIndex(_starts, start => start <= first) == Array.FindLastIndex(_starts, start => start <= second);

    /// <summary>The points of rows.</summary>
    public Matrix Of(RowTable rows)
    {
        var result = new Matrix(rows.Rows, Dimension);
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var j = 0; j < _columns.Count; j++)
            {
                if (_starts[j] == _starts[j + 1]) continue;
                var value = rows.Values[i, j];
                var row = result.Row(i)[_starts[j].._starts[j + 1]];
                if (_columns[j] is WordColumn) { if (!double.IsNaN(value)) row[(int)value] = Math.Sqrt(.5); }
                else if (!double.IsNaN(value)) row[0] = _deviations[j] > 0 ? (value - _means[j]) / _deviations[j] : 0;
                else if (_hasGaps[j]) row[1] = Math.Sqrt(.5);
            }
        }

        return result;
    }
}
