using NtkGan.Data;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Tables;

/// <summary>Rows of one class. A quantity is the normal score of its rank among them, so that every column is a standard normal variable; what is missing takes the
/// score of the most similar row that has it. A category has a coordinate for each word, 1/sqrt 2 for its own and 0 for others, so that different words are at distance 1.</summary>
internal sealed class RowGroup
{
    private readonly NumericColumn?[] _scales;
    private readonly int[] _widths;

    /// <summary>Takes rows.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="values">The rows, at least one.</param>
    /// <param name="fixedColumn">A column that is the same in all rows and takes no part, or -1.</param>
    public RowGroup(IReadOnlyList<RowColumn> columns, Matrix values, int fixedColumn = -1)
    {
        Values = values;
        Quantities = [.. Enumerable.Range(0, columns.Count).Where(j => columns[j] is QuantityColumn && j != fixedColumn)];
        Words = [.. Enumerable.Range(0, columns.Count).Where(j => columns[j] is WordColumn && j != fixedColumn)];
        _widths = [.. Words.Select(j => ((WordColumn)columns[j]).Words.Count)];
        _scales = [.. Quantities.Select(j => Scale(columns[j].Name, j))];
        Scores = new(values.Rows, Quantities.Length);
        for (var i = 0; i < values.Rows; i++)
            for (var q = 0; q < Quantities.Length; q++)
                Scores[i, q] = double.IsNaN(values[i, Quantities[q]]) || _scales[q] is null ? double.NaN : _scales[q]!.Coordinate(values[i, Quantities[q]]);
        FillIn();
    }

    /// <summary>The rows.</summary>
    public Matrix Values { get; }

    /// <summary>Columns of quantities.</summary>
    public int[] Quantities { get; }

    /// <summary>Columns of words.</summary>
    public int[] Words { get; }

    /// <summary>Normal scores, n x quantities, nothing missing.</summary>
    public Matrix Scores { get; }

    /// <summary>The number that a score stands for; NaN where the group has none.</summary>
    public double Quantity(int quantity, double score) => _scales[quantity]?.ValueAt(score) ?? double.NaN;

    /// <summary>Scores and words in one row of coordinates.</summary>
    /// <param name="scores">n x quantities.</param>
    /// <param name="values">Rows of a table, from which the words are taken, n of them.</param>
    public Matrix Coordinates(Matrix scores, Matrix values)
    {
        var result = new Matrix(scores.Rows, scores.Columns + _widths.Sum());
        for (var i = 0; i < scores.Rows; i++)
        {
            scores.Row(i).CopyTo(result.Row(i));
            for (var (w, start) = (0, scores.Columns); w < Words.Length; start += _widths[w++])
                if (!double.IsNaN(values[i, Words[w]])) result[i, start + (int)values[i, Words[w]]] = Math.Sqrt(.5);
        }

        return result;
    }

    /// <summary>A square root of the correlations R of the scores, S S^T = R: columns of standard deviation 0 stay alone.</summary>
    public Matrix CorrelationRoot() => Root(Correlations(Scores));

    /// <summary>The correlations of columns.</summary>
    public static Matrix Correlations(Matrix scores)
    {
        var (n, d) = (scores.Rows, scores.Columns);
        var (centred, result) = (scores.Transpose(), new Matrix(d, d));
        for (var j = 0; j < d; j++)
        {
            var row = centred.Row(j);
            var mean = 0.0;
            foreach (var value in row) mean += value / n;
            foreach (ref var value in row) value -= mean;
            var length = Math.Sqrt(DotProduct.Of(row, row));
            foreach (ref var value in row) value = length > 1e-12 ? value / length : 0;
        }

        for (var j = 0; j < d; j++)
            for (var k = 0; k < d; k++) result[j, k] = j == k ? 1 : DotProduct.Of(centred.Row(j), centred.Row(k));
        return result;
    }

    /// <summary>S with S S^T = R, symmetric.</summary>
    public static Matrix Root(Matrix correlations)
    {
        var d = correlations.Rows;
        if (d == 0) return correlations;
        var eigen = SymmetricEigen.Of(correlations);
        var root = new Matrix(d, d);
        for (var k = 0; k < d; k++)
            for (var i = 0; i < d; i++) DotProduct.Add(Math.Sqrt(Math.Max(0, eigen.Values[k])) * eigen.Vectors[k, i], eigen.Vectors.Row(k), root.Row(i));
        return root;
    }

    private NumericColumn? Scale(string name, int column)
    {
        var present = Enumerable.Range(0, Values.Rows).Select(i => Values[i, column]).Where(value => !double.IsNaN(value)).Order().ToArray();
        return present.Length == 0 ? null : new(name, ValueList.From(present));
    }

    private void FillIn()
    {
        for (var q = 0; q < Quantities.Length; q++)
        {
            for (var i = 0; i < Scores.Rows; i++)
            {
                if (!double.IsNaN(Values[i, Quantities[q]])) continue;
                var (nearest, least) = (-1, double.PositiveInfinity);
                for (var k = 0; k < Scores.Rows; k++)
                    if (!double.IsNaN(Values[k, Quantities[q]]) && Unlikeness(i, k) is var distance && distance < least) (nearest, least) = (k, distance);
                Scores[i, q] = nearest < 0 ? 0 : Scores[nearest, q];
            }
        }
    }

    // The mean squared difference of what both rows have.
    private double Unlikeness(int i, int k)
    {
        var (sum, count) = (0.0, 0);
        for (var q = 0; q < Quantities.Length; q++)
        {
            if (double.IsNaN(Values[i, Quantities[q]]) || double.IsNaN(Values[k, Quantities[q]])) continue;
            sum += (Scores[i, q] - Scores[k, q]) * (Scores[i, q] - Scores[k, q]);
            count++;
        }

        foreach (var word in Words)
        {
            sum += Values[i, word].Equals(Values[k, word]) ? 0 : 1;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }
}
