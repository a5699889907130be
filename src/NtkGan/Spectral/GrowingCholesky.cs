using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>The Cholesky factor M = L L^T of a symmetric positive definite matrix whose rows come and go, one at a time in O(m^2).</summary>
/// <param name="floor">The least pivot L_kk^2, above 0: what rounding takes below it is raised to it.</param>
internal sealed class GrowingCholesky(double floor)
{
    private readonly List<double[]> _rows = [];
    private double[] _cosines = [];
    private double[] _sines = [];

    /// <summary>The number m of rows.</summary>
    public int Size => _rows.Count;

    /// <summary>Appends a row and column to M.</summary>
    /// <param name="column">The entries with the rows already there, in their order.</param>
    /// <param name="diagonal">The new diagonal entry.</param>
    public void Append(ReadOnlySpan<double> column, double diagonal) => TryAppend(column, diagonal, double.PositiveInfinity);

    /// <summary>Appends a row and column to M, unless that leaves M far from positive definite.</summary>
    /// <param name="column">The entries with the rows already there, in their order.</param>
    /// <param name="diagonal">The new diagonal entry.</param>
    /// <param name="tolerance">How far below 0 the pivot may fall, at least 0.</param>
    /// <returns>Whether it was appended.</returns>
    public bool TryAppend(ReadOnlySpan<double> column, double diagonal, double tolerance)
    {
        var row = new double[Size + 1];
        column.CopyTo(row);
        SolveLower(row.AsSpan(0, Size));
        var pivot = diagonal - DotProduct.Of(row.AsSpan(0, Size), row.AsSpan(0, Size));
        if (pivot < -tolerance) return false;
        row[Size] = Math.Sqrt(Math.Max(floor, pivot));
        _rows.Add(row);
        return true;
    }

    /// <summary>result = the last row of L times a matrix, which has at least m rows: with normal rows, a draw of the last coordinate of N(0, M) given
    /// the draws of those before it.</summary>
    public void MultiplyLast(Matrix matrix, Span<double> result)
    {
        result.Clear();
        for (var k = 0; k < Size; k++) DotProduct.Add(_rows[^1][k], matrix.Row(k), result);
    }

    /// <summary>Removes row and column k of M; the rows after it move up.</summary>
    public void RemoveAt(int k)
    {
        _rows.RemoveAt(k);
        if (_cosines.Length < Size) (_cosines, _sines) = (new double[2 * Size], new double[2 * Size]);

        // The rows from k on have one entry too many; rotations of neighbouring columns take the one right of the diagonal away.
        for (var i = k; i < Size; i++)
        {
            var row = _rows[i];
            for (var j = k; j < i; j++) Rotate(row, j, _cosines[j], _sines[j]);
            var length = Math.Sqrt(row[i] * row[i] + row[i + 1] * row[i + 1]);
            (_cosines[i], _sines[i]) = (row[i] / length, row[i + 1] / length);
            row[i] = length;
            _rows[i] = row[..(i + 1)];
        }
    }

    /// <summary>Replaces b by M^-1 b.</summary>
    public void Solve(Span<double> vector)
    {
        SolveLower(vector);
        for (var i = Size - 1; i >= 0; i--)
        {
            vector[i] /= _rows[i][i];
            DotProduct.Add(-vector[i], _rows[i].AsSpan(0, i), vector[..i]);
        }
    }

    private void SolveLower(Span<double> vector)
    {
        for (var i = 0; i < vector.Length; i++) vector[i] = (vector[i] - DotProduct.Of(_rows[i].AsSpan(0, i), vector[..i])) / _rows[i][i];
    }

    private static void Rotate(double[] row, int j, double cosine, double sine) =>
        (row[j], row[j + 1]) = (cosine * row[j] + sine * row[j + 1], cosine * row[j + 1] - sine * row[j]);
}
