using NtkGan.Numerics;

namespace NtkGan.Tables.Judging;

/// <summary>How well a model that was trained on some rows tells a column of unseen real ones: a Gaussian process under a neural tangent kernel, the share of words right or R^2.</summary>
/// <param name="fitted">Real rows that set the scales.</param>
/// <param name="unseen">The rows to be told.</param>
/// <param name="target">The column.</param>
internal sealed class Usefulness(RowTable fitted, RowTable unseen, int target)
{
    private const int MostRows = 1000;

    private readonly JudgedSpace _space = new(fitted, target);

    /// <summary>The score of who knows no row: the share of the most frequent word, or 0 for R^2.</summary>
    public double Chance => unseen.Columns[target] is WordColumn && Known(unseen) is { Length: > 0 } known
        ? known.GroupBy(i => unseen.Values[i, target]).Max(group => group.Count()) / (double)known.Length : 0;

    /// <summary>The score of a model trained on the rows of some tables, the first 1000 of each; NaN where there is nothing to tell.</summary>
    public double Of(params RowTable[] tables)
    {
        if (_space.Dimension == 0) return double.NaN;
        var (points, values) = (tables.Select(Points).Aggregate((above, below) => above.Above(below)), tables.Select(Values).Aggregate((above, below) => above.Above(below)));
        int[] known = Known(unseen);
        if (points.Rows < 2 || known.Length == 0) return double.NaN;
        var told = new TangentProcess(points, values).Predict(_space.Of(unseen).Take(known));
        if (unseen.Columns[target] is WordColumn) return Enumerable.Range(0, known.Length).Count(i => Greatest(told.Row(i)) == (int)unseen.Values[known[i], target]) / (double)known.Length;
        var mean = known.Average(i => unseen.Values[i, target]);
        double error = 0, all = 0;
        for (var i = 0; i < known.Length; i++)
        {
            var value = unseen.Values[known[i], target];
            error += (told[i, 0] - value) * (told[i, 0] - value);
            all += (value - mean) * (value - mean);
        }

        return all > 0 ? 1 - error / all : double.NaN;
    }

    private Matrix Points(RowTable table) => _space.Of(table).Take(Learnt(table));

    private Matrix Values(RowTable table)
    {
        var (rows, words) = (Learnt(table), (table.Columns[target] as WordColumn)?.Words.Count);
        var result = new Matrix(rows.Length, words ?? 1);
        for (var i = 0; i < rows.Length; i++)
        {
            if (words is null) result[i, 0] = table.Values[rows[i], target];
            else result[i, (int)table.Values[rows[i], target]] = 1;
        }

        return result;
    }

    private int[] Learnt(RowTable table) => [.. Known(table).Take(MostRows)];

    private int[] Known(RowTable table) => [.. Enumerable.Range(0, table.Rows).Where(i => !double.IsNaN(table.Values[i, target]))];

    private static int Greatest(ReadOnlySpan<double> values)
    {
        var place = 0;
        for (var k = 1; k < values.Length; k++)
            if (values[k] > values[place]) place = k;
        return place;
    }
}
