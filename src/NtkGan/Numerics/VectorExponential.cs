using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>The exponential for sums of exponentials: base 2, so that the range reduction is exact, and clamped, so that it never overflows.</summary>
internal static class VectorExponential
{
    /// <summary>The least and the greatest exponent that <see cref="PowerOfTwo"/> tells apart.</summary>
    public const double Least = -1021, Greatest = 1022;

    // Adding it rounds to an integer, which then stands in the low bits.
    private const double Rounder = 6755399441055744;

    /// <summary>2^t in each lane, t clamped to [-1021, 1022] (NaN is not allowed); error below 2 units in the last place.
    /// t = n + r with |r| at most 1/2, an exact subtraction; 2^r by interpolation at 12 Chebyshev nodes, computed with 60 digits
    /// (error 2e-17), in Estrin's scheme; n goes into the exponent bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> PowerOfTwo(Vector256<double> t)
    {
        t = Vector256.Min(Vector256.Max(t, Vector256.Create(Least)), Vector256.Create(Greatest));
        var shifted = t + Vector256.Create(Rounder);
        var r = t - (shifted - Vector256.Create(Rounder));
        var r2 = r * r;
        var r4 = r2 * r2;
        var low = Estrin.Four(r, r2, 1.0, 0.6931471805599453, 0.24022650695910158, 0.055504108664821625);
        var middle = Estrin.Four(r, r2, 0.009618129107587256, 0.001333355814640647, 0.00015403530463724353, 1.5252733841556773e-05);
        var high = Estrin.Four(r, r2, 1.3215432535912375e-06, 1.0178057087733941e-07, 7.074194297288521e-09, 4.4558179083360645e-10);
        var power = Vector256.FusedMultiplyAdd(r4, Vector256.FusedMultiplyAdd(r4, high, middle), low);
        return (power.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
    }
}
