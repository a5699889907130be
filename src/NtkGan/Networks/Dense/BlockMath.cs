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
