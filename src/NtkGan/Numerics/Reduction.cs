using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>What many numbers come to, in an order that is written out: the runtime's own sums follow the hardware, and with it the last bits.</summary>
internal static class Reduction
{
    /// <summary>(v0 + v1) + (v2 + v3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> v)
    {
        var (lower, upper) = (v.GetLower(), v.GetUpper());
        return (lower.ToScalar() + lower.GetElement(1)) + (upper.ToScalar() + upper.GetElement(1));
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool IsFinite(ReadOnlySpan<double> values)
    {
        var registers = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var most = Vector256.Create(double.MaxValue);
        foreach (var register in registers)
            if (!Vector256.LessThanOrEqualAll(Vector256.Abs(register), most)) return false;
        foreach (var value in values[(registers.Length * Vector256<double>.Count)..])
            if (!double.IsFinite(value)) return false;
        return true;
    }

    /// <summary>The largest magnitude of finite values; 0 of none.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        var registers = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> first = default, second = default;
        var i = 0;
        for (; i + 2 <= registers.Length; i += 2)
        {
            first = Vector256.MaxNative(first, Vector256.Abs(registers[i]));
            second = Vector256.MaxNative(second, Vector256.Abs(registers[i + 1]));
        }

        if (i < registers.Length) first = Vector256.MaxNative(first, Vector256.Abs(registers[i]));
        first = Vector256.MaxNative(first, second);
        var largest = Math.Max(Math.Max(first[0], first[1]), Math.Max(first[2], first[3]));
        foreach (var value in values[(registers.Length * Vector256<double>.Count)..]) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
