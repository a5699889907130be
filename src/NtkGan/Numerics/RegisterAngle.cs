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
        return T.MultiplyAdd(ratio, T.ArcTangentQuotient(ratio * ratio), turn);
    }
}
