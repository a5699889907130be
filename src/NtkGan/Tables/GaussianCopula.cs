using NtkGan.Data;
using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>A Gaussian copula, fitted to each class by itself: columns have the distributions of the rows, and their normal scores the correlations of the rows. A category
/// is an interval of a normal variable, the most frequent one first, and that something is missing is such a category (the usual baseline; Patki et al. 2016).</summary>
internal sealed class GaussianCopula : RowModel
{
    private readonly RowGroups _groups;
    private readonly Part[] _parts;

    /// <summary>Fits the rows.</summary>
    public GaussianCopula(RowTable table, int? classColumn)
    {
        _groups = new(table, classColumn);
        _parts = [.. _groups.All.Select(one => new Part(one.Group))];
    }

    /// <inheritdoc/>
    public override Matrix Draw(int count, CounterRandom random) => _groups.Draw(count, random, (group, rows) => _parts[group].Draw(rows, random));

    private sealed class Part
    {
        private readonly RowGroup _group;
        private readonly Intervals[] _intervals;
        private readonly Matrix _root;

        public Part(RowGroup group)
        {
            _group = group;
            int[] gaps = [.. group.Quantities.Where(j => Enumerable.Range(0, group.Values.Rows).Any(i => double.IsNaN(group.Values[i, j])))];
            _intervals = [.. group.Words.Select(j => new Intervals(j, false, group.Values)), .. gaps.Select(j => new Intervals(j, true, group.Values))];
            var (n, q) = (group.Values.Rows, group.Quantities.Length);
            var (scores, random) = (new Matrix(n, q + _intervals.Length), new CounterRandom(0, CounterRandom.StreamOf("copula")));
            for (var i = 0; i < n; i++)
            {
                group.Scores.Row(i).CopyTo(scores.Row(i));
                for (var k = 0; k < _intervals.Length; k++) scores[i, q + k] = _intervals[k].Score(group.Values.Row(i), random.NextUniform());
            }

            _root = RowGroup.Root(RowGroup.Correlations(scores));
        }

        public Matrix Draw(int count, CounterRandom random)
        {
            var (result, q) = (new Matrix(count, _group.Values.Columns), _group.Quantities.Length);
            var (noise, scores) = (new double[_root.Rows], new double[_root.Rows]);
            for (var i = 0; i < count; i++)
            {
                random.FillNormal(noise);
                for (var k = 0; k < scores.Length; k++) scores[k] = DotProduct.Of(_root.Row(k), noise);
                for (var k = 0; k < q; k++) result[i, _group.Quantities[k]] = _group.Quantity(k, scores[k]);
                for (var k = 0; k < _intervals.Length; k++) _intervals[k].Take(scores[q + k], result.Row(i));
            }

            return result;
        }
    }

    /// <summary>The intervals of a column's words, or of what it has and what is missing.</summary>
    private sealed class Intervals
    {
        private readonly int _column;
        private readonly bool _isGap;
        private readonly double[] _kinds, _ends;

        public Intervals(int column, bool isGap, Matrix values)
        {
            (_column, _isGap) = (column, isGap);
            var counts = Enumerable.Range(0, values.Rows).GroupBy(i => Kind(values.Row(i))).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).ToArray();
            _kinds = [.. counts.Select(group => group.Key)];
            _ends = new double[counts.Length];
            for (var k = 0; k < counts.Length; k++) _ends[k] = (k == 0 ? 0 : _ends[k - 1]) + counts[k].Count() / (double)values.Rows;
        }

        public double Score(ReadOnlySpan<double> row, double uniform)
        {
            var place = Array.IndexOf(_kinds, Kind(row));
            var start = place == 0 ? 0 : _ends[place - 1];
            return NormalScore.Of(Math.Clamp(start + (_ends[place] - start) * uniform, 1e-9, 1 - 1e-9));
        }

        public void Take(double score, Span<double> row)
        {
            var (place, probability) = (0, ErrorFunction.NormalCdf(score));
            while (place < _ends.Length - 1 && probability >= _ends[place]) place++;
            if (!_isGap) row[_column] = _kinds[place] < 0 ? double.NaN : _kinds[place];
            else if (_kinds[place] < 0) row[_column] = double.NaN;
        }

        private double Kind(ReadOnlySpan<double> row) => double.IsNaN(row[_column]) ? -1 : _isGap ? 0 : row[_column];
    }
}
