using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Four terms of a polynomial, c0 + c1 x + (c2 + c3 x) x^2: what Estrin's scheme puts together by x^4, x^8, ...</summary>
internal static class Estrin
{
    /// <summary>Of four numbers, with their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Four(Vector256<double> x, Vector256<double> x2, double c0, double c1, double c2, double c3) =>
        Vector256.FusedMultiplyAdd(x2,
            Vector256.FusedMultiplyAdd(x, Vector256.Create(c3), Vector256.Create(c2)),
            Vector256.FusedMultiplyAdd(x, Vector256.Create(c1), Vector256.Create(c0)));

    /// <summary>Of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Four(Vector512<double> x, Vector512<double> x2, double c0, double c1, double c2, double c3) =>
        Vector512.FusedMultiplyAdd(x2,
            Vector512.FusedMultiplyAdd(x, Vector512.Create(c3), Vector512.Create(c2)),
            Vector512.FusedMultiplyAdd(x, Vector512.Create(c1), Vector512.Create(c0)));
}
