using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NtkGan.Spectral;

namespace NtkGan.Benchmarks;

/// <summary>The most multiply-adds that one thread does: sixteen chains in registers, nothing read or written, in the widest vectors that products use.</summary>
internal static class Peak
{
    private const int Chains = 16, Rounds = 200_000;

    public static void Double() => _ = Vector512.IsHardwareAccelerated ? Wide(1 + 1e-9) : Narrow(1 + 1e-9);

    public static void Single() => _ = Vector512.IsHardwareAccelerated ? Wide(1 + 1e-5f) : Narrow(1 + 1e-5f);

    public static double MultiplyAdds<T>() => (double)Chains * Rounds * ProductTile.Columns<T>() / 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Wide<T>(T factor) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var x = Vector512.Create(factor);
        Vector512<T> y = x - Vector512<T>.One;
        Vector512<T> a0 = x, a1 = a0 + y, a2 = a1 + y, a3 = a2 + y, a4 = a3 + y, a5 = a4 + y, a6 = a5 + y, a7 = a6 + y;
        Vector512<T> b0 = a7 + y, b1 = b0 + y, b2 = b1 + y, b3 = b2 + y, b4 = b3 + y, b5 = b4 + y, b6 = b5 + y, b7 = b6 + y;
        for (var k = 0; k < Rounds; k++)
        {
            (a0, a1, a2, a3) = (Fused.MultiplyAdd(a0, x, y), Fused.MultiplyAdd(a1, x, y), Fused.MultiplyAdd(a2, x, y), Fused.MultiplyAdd(a3, x, y));
            (a4, a5, a6, a7) = (Fused.MultiplyAdd(a4, x, y), Fused.MultiplyAdd(a5, x, y), Fused.MultiplyAdd(a6, x, y), Fused.MultiplyAdd(a7, x, y));
            (b0, b1, b2, b3) = (Fused.MultiplyAdd(b0, x, y), Fused.MultiplyAdd(b1, x, y), Fused.MultiplyAdd(b2, x, y), Fused.MultiplyAdd(b3, x, y));
            (b4, b5, b6, b7) = (Fused.MultiplyAdd(b4, x, y), Fused.MultiplyAdd(b5, x, y), Fused.MultiplyAdd(b6, x, y), Fused.MultiplyAdd(b7, x, y));
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7);
    }

    // Twelve chains and two operands are what sixteen registers hold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Narrow<T>(T factor) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var x = Vector256.Create(factor);
        Vector256<T> y = x - Vector256<T>.One;
        Vector256<T> a0 = x, a1 = a0 + y, a2 = a1 + y, a3 = a2 + y, a4 = a3 + y, a5 = a4 + y, a6 = a5 + y, a7 = a6 + y, b0 = a7 + y, b1 = b0 + y, b2 = b1 + y, b3 = b2 + y;
        for (var k = 0; k < Rounds * Chains / 12; k++)
        {
            (a0, a1, a2, a3) = (Fused.MultiplyAdd(a0, x, y), Fused.MultiplyAdd(a1, x, y), Fused.MultiplyAdd(a2, x, y), Fused.MultiplyAdd(a3, x, y));
            (a4, a5, a6, a7) = (Fused.MultiplyAdd(a4, x, y), Fused.MultiplyAdd(a5, x, y), Fused.MultiplyAdd(a6, x, y), Fused.MultiplyAdd(a7, x, y));
            (b0, b1, b2, b3) = (Fused.MultiplyAdd(b0, x, y), Fused.MultiplyAdd(b1, x, y), Fused.MultiplyAdd(b2, x, y), Fused.MultiplyAdd(b3, x, y));
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3);
    }
}
