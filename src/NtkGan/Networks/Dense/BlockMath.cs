using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>Sums and products of blocks of a signal, entry by entry; lengths are multiples of a vector.</summary>
internal static class BlockMath
{
    /// <summary>target = factor source, or target += factor source, the product rounded first: equal halves of opposite factors leave exactly 0.</summary>
    public static void Scale<T>(ReadOnlySpan<T> source, T factor, Span<T> target, bool isAdding) where T : unmanaged
    {
        var from = MemoryMarshal.Cast<T, Vector256<T>>(source);
        var to = MemoryMarshal.Cast<T, Vector256<T>>(target)[..from.Length];
        var factors = Vector256.Create(factor);
        if (isAdding)
            for (var j = 0; j < from.Length; j++) to[j] += factors * from[j];
        else
            for (var j = 0; j < from.Length; j++) to[j] = factors * from[j];
    }

    /// <summary>target = a b, or target += a b.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> target, bool isAdding) where T : unmanaged
    {
        var left = MemoryMarshal.Cast<T, Vector256<T>>(a);
        var right = MemoryMarshal.Cast<T, Vector256<T>>(b)[..left.Length];
        var to = MemoryMarshal.Cast<T, Vector256<T>>(target)[..left.Length];
        if (isAdding)
            for (var j = 0; j < left.Length; j++) to[j] = Fused.MultiplyAdd(left[j], right[j], to[j]);
        else
            for (var j = 0; j < left.Length; j++) to[j] = left[j] * right[j];
    }

    /// <summary>target = source where what left a rectifier is above 0, below source elsewhere. Both may be the target itself.</summary>
    public static void Rectify<T>(ReadOnlySpan<T> rectified, T below, ReadOnlySpan<T> source, Span<T> target) where T : unmanaged, INumberBase<T>
    {
        var (slopeAbove, slopeBelow) = (Vector256.Create(T.One), Vector256.Create(below));
        var sign = MemoryMarshal.Cast<T, Vector256<T>>(rectified);
        var from = MemoryMarshal.Cast<T, Vector256<T>>(source)[..sign.Length];
        var to = MemoryMarshal.Cast<T, Vector256<T>>(target)[..sign.Length];
        for (var j = 0; j < sign.Length; j++) to[j] = Vector256.ConditionalSelect(Vector256.GreaterThan(sign[j], Vector256<T>.Zero), slopeAbove, slopeBelow) * from[j];
    }

    /// <summary>target = factor source, in the numbers of a network.</summary>
    public static void Take<T>(ReadOnlySpan<double> source, double factor, Span<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var from = MemoryMarshal.Cast<double, Vector256<double>>(source);
        var factors = Vector256.Create(factor);
        if (typeof(T) == typeof(double))
        {
            var to = MemoryMarshal.Cast<T, Vector256<double>>(target);
            for (var j = 0; j < from.Length; j++) to[j] = factors * from[j];
        }
        else
        {
            var to = MemoryMarshal.Cast<T, Vector128<float>>(target);
            for (var j = 0; j < from.Length; j++) to[j] = Vector256.Narrow(factors * from[j], default).GetLower();
        }

        for (var j = from.Length * Vector256<double>.Count; j < source.Length; j++) target[j] = T.CreateTruncating(factor * source[j]);
    }

    /// <summary>target(k, j) = factor source(j, k), in the numbers of a network.</summary>
    /// <param name="source">source(0, 0); its rows are contiguous.</param>
    /// <param name="sourceStride">From one row of the source to the next.</param>
    /// <param name="rows">The number of j.</param>
    /// <param name="columns">The number of k.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="target">target(0, 0); its rows are contiguous.</param>
    /// <param name="targetStride">From one row of the target to the next.</param>
    public static void TakeTurned<T>(ReadOnlySpan<double> source, int sourceStride, int rows, int columns, double factor, Span<T> target, int targetStride) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (factors, j) = (Vector256.Create(factor), 0);
        for (; j + Vector256<double>.Count <= rows; j += Vector256<double>.Count)
        {
            var first = source.Slice(j * sourceStride, columns);
            var second = source.Slice((j + 1) * sourceStride, columns);
            var third = source.Slice((j + 2) * sourceStride, columns);
            var fourth = source.Slice((j + 3) * sourceStride, columns);
            for (var k = 0; k < first.Length; k++)
            {
                var four = factors * Vector256.Create(first[k], second[k], third[k], fourth[k]);
                var place = target.Slice(k * targetStride + j, Vector256<double>.Count);
                if (typeof(T) == typeof(double)) MemoryMarshal.Cast<T, Vector256<double>>(place)[0] = four;
                else MemoryMarshal.Cast<T, Vector128<float>>(place)[0] = Vector256.Narrow(four, default).GetLower();
            }
        }

        for (; j < rows; j++)
            for (var k = 0; k < columns; k++) target[k * targetStride + j] = T.CreateTruncating(factor * source[j * sourceStride + k]);
    }

    /// <summary>target += factor source, of the numbers of a network.</summary>
    public static void Add<T>(ReadOnlySpan<T> source, double factor, Span<double> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            DotProduct.Add(factor, MemoryMarshal.Cast<T, double>(source), target);
            return;
        }

        var from = MemoryMarshal.Cast<T, Vector128<float>>(source);
        var to = MemoryMarshal.Cast<double, Vector256<double>>(target);
        var factors = Vector256.Create(factor);
        for (var j = 0; j < from.Length; j++) to[j] = Vector256.FusedMultiplyAdd(factors, Vector256.Create(Vector128.WidenLower(from[j]), Vector128.WidenUpper(from[j])), to[j]);
        for (var j = from.Length * Vector128<float>.Count; j < source.Length; j++) target[j] += factor * double.CreateTruncating(source[j]);
    }

    /// <summary>target += a b c.</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> target) where T : unmanaged
    {
        var first = MemoryMarshal.Cast<T, Vector256<T>>(a);
        var second = MemoryMarshal.Cast<T, Vector256<T>>(b)[..first.Length];
        var third = MemoryMarshal.Cast<T, Vector256<T>>(c)[..first.Length];
        var to = MemoryMarshal.Cast<T, Vector256<T>>(target)[..first.Length];
        for (var j = 0; j < first.Length; j++) to[j] = Fused.MultiplyAdd(first[j] * second[j], third[j], to[j]);
    }
}
