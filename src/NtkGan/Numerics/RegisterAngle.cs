using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>Angles of points in the upper half-plane and of pairs of Gaussians, in registers of any width.</summary>
internal static class RegisterAngle
{
    /// <summary>The sine and the angle of a pair whose product q11 q22 lies within the range that <see cref="PairScale"/> keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<T> OfPair<T>(T q11, T q12, T q22) where T : struct, IScalar<T>, IRegister<T>
    {
        var sine = T.Sqrt(T.WithoutNegatives(T.DifferenceOfProducts(q11, q22, q12, q12)));

        // s^2 + q12^2 = q11 q22 > 0: one of them is not 0.
        return new(sine, Of(sine, q12, sine));
    }

    /// <summary>The angle in [0, pi] of the point (x, height), height >= 0; pi/2 at the origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T height, T x) where T : struct, IScalar<T>, IRegister<T> => Of(height, x, T.AtLeast(height, double.Epsilon));

    // Flat: atan(height/x), and pi more where x < 0. Steep: pi/2 - atan(x/height).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of<T>(T height, T x, T divisor) where T : struct, IScalar<T>, IRegister<T>
    {
        var width = T.Abs(x);
        var ratio = T.SelectLess(height, width, height, -x) / T.SelectLess(height, width, x, divisor);
        var turn = T.SelectLess(height, width, T.SelectLess(x, 0.0, Math.PI, 0.0), Math.PI / 2);
        return T.MultiplyAdd(ratio, ArcTangent(ratio * ratio), turn);
    }

    // atan(t)/t as a polynomial in u = t^2 on [0, 1]: interpolation at 21 Chebyshev nodes, computed with 70 digits; error 5.3e-18.
    // Estrin's scheme: pairs, then u^2, u^4, ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ArcTangent<T>(T u) where T : struct, IScalar<T>, IRegister<T>
    {
        var u2 = u * u;
        var u4 = u2 * u2;
        var u8 = u4 * u4;
        var a = Four(u, u2, 1.0, -0.3333333333333286, 0.19999999999929946, -0.14285714281592693);
        var b = Four(u, u2, 0.11111110982087126, -0.09090906605656898, 0.0769227555520563, -0.06666371187721098);
        var c = Four(u, u2, 0.05880342002401543, -0.052527255573225747, 0.04719723992321112, -0.042125723963855326);
        var d = Four(u, u2, 0.03651081352721035, -0.02970071773623423, 0.021740213830758134, -0.013674139288399478);
        var e = T.MultiplyAdd(u4, 1.2631178430477426e-05, Four(u, u2, 0.007038646202989813, -0.0028047655531701315, 0.0008033604181626027, -0.00014617088163625013));
        return T.MultiplyAdd(u8, T.MultiplyAdd(u8, e, T.MultiplyAdd(u4, d, c)), T.MultiplyAdd(u4, b, a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Four<T>(T u, T u2, double c0, double c1, double c2, double c3) where T : struct, IScalar<T>, IRegister<T> =>
        T.MultiplyAdd(u2, T.MultiplyAdd(u, c3, c2), T.MultiplyAdd(u, c1, c0));
}
