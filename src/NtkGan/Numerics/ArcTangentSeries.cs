using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>atan(t)/t as a polynomial in u = t^2 on [0, 1]: interpolation at 21 Chebyshev nodes, computed with 70 digits; error 5.3e-18. By Estrin's scheme:
/// pairs, then u^2, u^4, ... Written out for either width, for a generic one exceeds what is inlined into jets of long formulas.</summary>
internal static class ArcTangentSeries
{
    private const double C0 = 1.0, C1 = -0.3333333333333286, C2 = 0.19999999999929946, C3 = -0.14285714281592693;
    private const double C4 = 0.11111110982087126, C5 = -0.09090906605656898, C6 = 0.0769227555520563, C7 = -0.06666371187721098;
    private const double C8 = 0.05880342002401543, C9 = -0.052527255573225747, C10 = 0.04719723992321112, C11 = -0.042125723963855326;
    private const double C12 = 0.03651081352721035, C13 = -0.02970071773623423, C14 = 0.021740213830758134, C15 = -0.013674139288399478;
    private const double C16 = 0.007038646202989813, C17 = -0.0028047655531701315, C18 = 0.0008033604181626027, C19 = -0.00014617088163625013;
    private const double C20 = 1.2631178430477426e-05;

    /// <summary>atan(t)/t at u = t^2 in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> u)
    {
        var u2 = u * u;
        var u4 = u2 * u2;
        var u8 = u4 * u4;
        var e = Vector256.FusedMultiplyAdd(u4, Vector256.Create(C20), Estrin.Four(u, u2, C16, C17, C18, C19));
        var low = Vector256.FusedMultiplyAdd(u4, Estrin.Four(u, u2, C4, C5, C6, C7), Estrin.Four(u, u2, C0, C1, C2, C3));
        var middle = Vector256.FusedMultiplyAdd(u4, Estrin.Four(u, u2, C12, C13, C14, C15), Estrin.Four(u, u2, C8, C9, C10, C11));
        return Vector256.FusedMultiplyAdd(u8, Vector256.FusedMultiplyAdd(u8, e, middle), low);
    }

    /// <summary>atan(t)/t at u = t^2 in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> u)
    {
        var u2 = u * u;
        var u4 = u2 * u2;
        var u8 = u4 * u4;
        var e = Vector512.FusedMultiplyAdd(u4, Vector512.Create(C20), Estrin.Four(u, u2, C16, C17, C18, C19));
        var low = Vector512.FusedMultiplyAdd(u4, Estrin.Four(u, u2, C4, C5, C6, C7), Estrin.Four(u, u2, C0, C1, C2, C3));
        var middle = Vector512.FusedMultiplyAdd(u4, Estrin.Four(u, u2, C12, C13, C14, C15), Estrin.Four(u, u2, C8, C9, C10, C11));
        return Vector512.FusedMultiplyAdd(u8, Vector512.FusedMultiplyAdd(u8, e, middle), low);
    }
}
