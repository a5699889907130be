using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>The rows of one set nearest to each row of another, by the Euclidean distance, nearest first; of equally near ones the first.</summary>
/// <param name="Indices">Row i: the numbers of the k nearest reference rows.</param>
/// <param name="Distances">q x k: their distances.</param>
public sealed record NearestNeighbours(ValueList<ValueList<int>> Indices, Matrix Distances)
{
    /// <summary>Finds them, with q n d operations; distances are computed from differences, so those of copies are exactly 0.</summary>
    /// <param name="queries">q x d.</param>
    /// <param name="reference">n x d.</param>
    /// <param name="count">k, at least 1; at most n, or n - 1 without the same row.</param>
    /// <param name="exceptSameRow">Leaves reference row i out of the neighbours of query i: for a set among itself.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there are fewer than k rows.</exception>
    /// <exception cref="NumericalException">A distance overflows.</exception>
    public static NearestNeighbours Of(Matrix queries, Matrix reference, int count = 1, bool exceptSameRow = false)
    {
        if (queries.Columns != reference.Columns || count < 1 || count > reference.Rows - (exceptSameRow ? 1 : 0))
            throw new ArgumentException($"{count} neighbours cannot be found among {reference.Rows} rows of dimension {reference.Columns} for rows of dimension {queries.Columns}.", nameof(count));
        var (indices, distances) = (new int[queries.Rows][], new Matrix(queries.Rows, count));
        Workers.ForBlocks(queries.Rows, 8, () => (Keys: new double[reference.Rows], Rows: new int[reference.Rows]), (start, end, scratch) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j < reference.Rows; j++)
                    (scratch.Keys[j], scratch.Rows[j]) = (exceptSameRow && i == j ? double.PositiveInfinity : Squared(queries.Row(i), reference.Row(j)), j);
                indices[i] = new int[count];
                for (var k = 0; k < count; k++)
                {
                    var least = k;
                    for (var j = k + 1; j < reference.Rows; j++)
                        if (scratch.Keys[j] < scratch.Keys[least] || (scratch.Keys[j] == scratch.Keys[least] && scratch.Rows[j] < scratch.Rows[least])) least = j;
                    (scratch.Keys[k], scratch.Keys[least]) = (scratch.Keys[least], scratch.Keys[k]);
                    (scratch.Rows[k], scratch.Rows[least]) = (scratch.Rows[least], scratch.Rows[k]);
                    (indices[i][k], distances[i, k]) = (scratch.Rows[k], Math.Sqrt(scratch.Keys[k]));
                }
            }
        });
        return distances.IsFinite() ? new([.. indices.Select(row => (ValueList<int>)row)], distances)
            : throw new NumericalException("The distances of these points overflow; divide the data by a constant first.");
    }

    /// <summary>|x - y|, to the bit as <see cref="Of"/> finds it.</summary>
    internal static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Sqrt(Squared(x, y));

    private static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(x);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(y);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        var result = Reduction.Sum(sum);
        for (var i = left.Length * Vector256<double>.Count; i < x.Length; i++) result += (x[i] - y[i]) * (x[i] - y[i]);
        return result;
    }
}
