using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Inner products in a fixed order of summation.</summary>
internal static class DotProduct
{
    /// <summary>sum_i a_i b_i over equal lengths: four partial sums, then the tail.</summary>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var partial = Vector256<double>.Zero;
        for (var i = 0; i < left.Length; i++) partial = Vector256.FusedMultiplyAdd(left[i], right[i], partial);
        var sum = Reduction.Sum(partial);
        for (var i = left.Length * Vector256<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>sum_i |a_i| b_i over equal lengths, in the order of <see cref="Of"/>.</summary>
    public static double OfMagnitudes(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var partial = Vector256<double>.Zero;
        for (var i = 0; i < left.Length; i++) partial = Vector256.FusedMultiplyAdd(Vector256.Abs(left[i]), right[i], partial);
        var sum = Reduction.Sum(partial);
        for (var i = left.Length * Vector256<double>.Count; i < a.Length; i++) sum += Math.Abs(a[i]) * b[i];
        return sum;
    }

    /// <summary>sum_i (a_i - b_i)^2 over equal lengths: exactly 0 for equal vectors, without the cancellation of |a|^2 - 2 a b + |b|^2.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    /// <summary>target += factor * vector, over equal lengths, rounded once wherever a number stands: equal rows of a matrix stay equal.</summary>
    public static void Add(double factor, ReadOnlySpan<double> vector, Span<double> target)
    {
        var source = MemoryMarshal.Cast<double, Vector256<double>>(vector);
        var sums = MemoryMarshal.Cast<double, Vector256<double>>(target);
        var factors = Vector256.Create(factor);
        for (var i = 0; i < source.Length; i++) sums[i] = Vector256.FusedMultiplyAdd(factors, source[i], sums[i]);
        for (var i = source.Length * Vector256<double>.Count; i < vector.Length; i++) target[i] = Math.FusedMultiplyAdd(factor, vector[i], target[i]);
    }
}
