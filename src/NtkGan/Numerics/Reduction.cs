using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Sums over the lanes of a register in an order that is written out: the runtime's own follows the hardware, and with it the last bits.</summary>
internal static class Reduction
{
    /// <summary>(v0 + v1) + (v2 + v3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> v)
    {
        var (lower, upper) = (v.GetLower(), v.GetUpper());
        return (lower.ToScalar() + lower.GetElement(1)) + (upper.ToScalar() + upper.GetElement(1));
    }
}
