using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Points laid out for blocks of pairs: coordinate-major, padded to whole lanes with copies of the last point (so that padding
/// lanes compute something legal), beside the original rows.</summary>
internal sealed class PointSet
{
    private readonly double[] _coordinates;
    private readonly int _stride;

    public PointSet(Matrix points)
    {
        Points = points;
        _stride = (points.Rows + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        _coordinates = new double[_stride * points.Columns];
        for (var i = 0; i < _stride && points.Rows > 0; i++)
        {
            var row = points.Row(Math.Min(i, points.Rows - 1));
            for (var c = 0; c < row.Length; c++) _coordinates[c * _stride + i] = row[c];
        }
    }

    /// <summary>The points as rows.</summary>
    public Matrix Points { get; }

    /// <summary>Number of points, padding included.</summary>
    public int PaddedCount => _stride;

    /// <summary>Sum over coordinates of x_c y_c for one x and points start, start + 1, ...; the order of summation is that of the
    /// coordinates for every pair, so that equal points give equal bits.</summary>
    public void InnerProducts(ReadOnlySpan<double> x, int start, Span<Lanes> results)
    {
        results.Clear();
        for (var c = 0; c < x.Length; c++)
        {
            var factor = Vector256.Create(x[c]);
            var column = Column(c, start, results.Length);
            for (var b = 0; b < results.Length; b++)
                results[b] = new(Vector256.FusedMultiplyAdd(factor, column[b], results[b].Vector));
        }
    }

    /// <summary>Sum over coordinates of (x_c - y_c)^2 for one x and points start, start + 1, ...</summary>
    public void SquaredDistances(ReadOnlySpan<double> x, int start, Span<Lanes> results)
    {
        results.Clear();
        for (var c = 0; c < x.Length; c++)
        {
            var own = Vector256.Create(x[c]);
            var column = Column(c, start, results.Length);
            for (var b = 0; b < results.Length; b++)
            {
                var difference = own - column[b];
                results[b] = new(Vector256.FusedMultiplyAdd(difference, difference, results[b].Vector));
            }
        }
    }

    /// <summary>sum_c += sum over points of weight_j y_jc.</summary>
    public void AddWeighted(ReadOnlySpan<Lanes> weights, int start, Span<double> sum)
    {
        for (var c = 0; c < sum.Length; c++)
        {
            var column = Column(c, start, weights.Length);
            var total = Vector256<double>.Zero;
            for (var b = 0; b < weights.Length; b++) total = Vector256.FusedMultiplyAdd(weights[b].Vector, column[b], total);
            sum[c] += Vector256.Sum(total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<Vector256<double>> Column(int coordinate, int start, int lanes) =>
        MemoryMarshal.Cast<double, Vector256<double>>(_coordinates.AsSpan(coordinate * _stride + start, lanes * Lanes.Count));
}
