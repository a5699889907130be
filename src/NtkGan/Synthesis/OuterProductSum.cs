using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>A sum of outer products a b^T, gathered in bundles that are multiplied at once.</summary>
internal sealed class OuterProductSum(int size, int bundle)
{
    private readonly Matrix _left = new(bundle, size);
    private readonly Matrix _right = new(bundle, size);
    private readonly Matrix _sum = new(size, size);
    private int _count;

    public void Add(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (_count == bundle) Flush();
        left.CopyTo(_left.Row(_count));
        right.CopyTo(_right.Row(_count++));
    }

    /// <summary>(A + A^T)/2 of the sum A.</summary>
    public SymmetricCotangent Symmetric(int firstRow)
    {
        Flush();
        var (rows, trace) = (new Matrix(size - firstRow, size), 0.0);
        for (var i = 0; i < size; i++) trace += _sum[i, i];
        for (var i = firstRow; i < size; i++)
            for (var j = 0; j < size; j++) rows[i - firstRow, j] = (_sum[i, j] + _sum[j, i]) / 2;
        return new(rows, trace);
    }

    private void Flush()
    {
        for (var k = _count; k < bundle; k++) _left.Row(k).Clear();
        DotProduct.Add(1, MatrixProduct.TransposedOf(_left, _right).Values, _sum.Values);
        _count = 0;
    }
}
