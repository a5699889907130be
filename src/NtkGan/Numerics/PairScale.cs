using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Powers of two that bring the variances and the covariance of a pair to the size of 1, exactly, so that products of two of them neither
/// underflow nor overflow: sines and angles of a pair are homogeneous.</summary>
/// <param name="first">The factor of q11, between 1/(2 q11) and 1/q11, at most 2^958, and 1 where q11 is 0; so is the second of q22.</param>
/// <param name="second">The factor of q22.</param>
/// <param name="both">The factor of q12: the root of the product of the others.</param>
/// <param name="inverse">Its inverse.</param>
internal readonly struct PairScale(Lanes first, Lanes second, Lanes both, Lanes inverse)
{
    // 2^-600 and 2^600: with rounding errors of products 2^-106 below them, and for slopes the product times its root; 2^-300 and 2^300 are their roots.
    private const double Least = 2.409919865102884e-181, Greatest = 4.149515568880993e180;
    private const double LeastLevel = 4.909093465297727e-91, GreatestLevel = 2.037035976334486e90;

    /// <summary>The factor of q11.</summary>
    public readonly Lanes First = first;

    /// <summary>The factor of q22.</summary>
    public readonly Lanes Second = second;

    /// <summary>The factor of q12.</summary>
    public readonly Lanes Both = both;

    /// <summary>What the sine of the scaled pair is to be multiplied by.</summary>
    public readonly Lanes Inverse = inverse;

    /// <summary>Whether the product q11 q22 of any lane lies outside of 2^-600 .. 2^600.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNeeded(Lanes q11, Lanes q22)
    {
        var product = q11.Vector * q22.Vector;
        return (Vector256.LessThan(product, Vector256.Create(Least)) | Vector256.GreaterThan(product, Vector256.Create(Greatest))) != Vector256<double>.Zero;
    }

    /// <summary>Whether all variances lie within 2^-300 .. 2^300, so that no pair of them needs factors.</summary>
    public static bool IsLevel(ReadOnlySpan<double> variances)
    {
        var registers = MemoryMarshal.Cast<double, Vector256<double>>(variances);
        var (least, greatest) = (Vector256.Create(LeastLevel), Vector256.Create(GreatestLevel));
        var are = Vector256<double>.AllBitsSet;
        foreach (var register in registers) are &= Vector256.GreaterThanOrEqual(register, least) & Vector256.LessThanOrEqual(register, greatest);
        var all = are.AsInt64() == Vector256<long>.AllBitsSet;
        foreach (var variance in variances[(registers.Length * Lanes.Count)..]) all &= variance is >= LeastLevel and <= GreatestLevel;
        return all;
    }

    /// <summary>The factors, from the exponents of q11, q22 >= 0.</summary>
    public static PairScale Of(Lanes q11, Lanes q22)
    {
        // Biased exponents, the next odd ones (powers with a root); the inverse of 2^(e - 1023) is 2^(1023 - e).
        // Factors stay below 2^958, for slopes that they multiply may be above 1, and are 1 where q is 0: slopes there are as large as layers make them.
        var (one, least, largest, inverse) = (Vector256.Create(1L), Vector256.Create(65L), Vector256.Create(2045L), Vector256.Create(2046L));
        Vector256<long> Exponent(Lanes q) => Vector256.ConditionalSelect(Vector256.Equals(q.Vector, Vector256<double>.Zero).AsInt64(), Vector256.Create(1023L),
            Vector256.Min(Vector256.Max(Vector256.ShiftRightLogical(q.Vector.AsInt64(), 52) | one, least), largest));
        static Lanes Power(Vector256<long> exponent) => new(Vector256.ShiftLeft(exponent, 52).AsDouble());
        var (first, second) = (Exponent(q11), Exponent(q22));
        var both = Vector256.ShiftRightLogical(first + second, 1);
        return new(Power(inverse - first), Power(inverse - second), Power(inverse - both), Power(both));
    }
}
