using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Elementary functions of registers, in operations that are exactly rounded everywhere (the runtime's own use fused operations where the
/// hardware has them): the same bits on every machine, with or without vector instructions. Errors below 1.5 units in the last place; polynomials by
/// interpolation at Chebyshev nodes, computed with 60 digits.</summary>
internal static class VectorFunctions
{
    // Adding it rounds to an integer, which then stands in the low bits.
    private const double Rounder = 6755399441055744;

    // ln 2 in two parts, the first with zeros at its end; pi/2 in three.
    private const double Ln2High = 0.6931471804855391, Ln2Low = 7.440617110012397e-11;
    private const double QuarterHigh = 1.5707963267948966, QuarterMiddle = 6.123233995736766e-17, QuarterLow = -1.4973849048591698e-33;

    /// <summary>e^x; 0 below -708 (results under 1e-307), infinite above 709.78; NaN of NaN. x = n ln 2 + r: 2^n (1 + r + r^2 p(r)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        var least = Vector256.Create(-708.0);
        var t = Vector256.Min(Vector256.Max(x, least), Vector256.Create(710.0));
        var shifted = Vector256.FusedMultiplyAdd(t, Vector256.Create(1.4426950408889634), Vector256.Create(Rounder));
        var n = shifted - Vector256.Create(Rounder);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), t));
        var r2 = r * r;
        var r4 = r2 * r2;
        var low = Estrin.Four(r, r2, 0.5000000000000001, 0.16666666666666669, 0.04166666666662413, 0.008333333333330062);
        var high = Estrin.Four(r, r2, 0.0013888888917213717, 0.00019841269863053618, 2.4801521295954376e-05, 2.7557268459997064e-06);
        high = Vector256.FusedMultiplyAdd(r4, Vector256.FusedMultiplyAdd(r, Vector256.Create(2.510038549551032e-08), Vector256.Create(2.7620088445409746e-07)), high);
        var power = Vector256<double>.One + Vector256.FusedMultiplyAdd(r2, Vector256.FusedMultiplyAdd(r4, high, low), r);

        // 2^n as twice 2^(n-1): n may be 1024.
        var scale = ((shifted.AsInt64() + Vector256.Create(1022L)) << 52).AsDouble();
        return Vector256.AndNot((power + power) * scale, Vector256.LessThan(x, least));
    }

    /// <summary>log x: -infinity at 0, NaN below. x = 2^n (1 + f), s = f/(2 + f): f - f^2/2 + s (f^2/2 + s^2 p(s^2)) + n ln 2.</summary>
    public static Vector256<double> Log(Vector256<double> x)
    {
        // Mantissas in [sqrt(1/2), sqrt(2)); subnormal numbers are lifted first.
        const long one = 0x3FF0000000000000, rootHalf = 0x3FE6A09E667F3BCD;
        const double lift = 18014398509481984, integer = 4503599627370496;
        var small = Vector256.LessThan(x, Vector256.Create(2.2250738585072014e-308));
        var bits = Vector256.ConditionalSelect(small, lift * x, x).AsInt64();
        var exponent = Vector256.ShiftRightLogical(bits + Vector256.Create(one - rootHalf), 52);
        var n = (exponent | Vector256.Create(0x4330000000000000)).AsDouble() - Vector256.Create(integer + 1023) - (small & Vector256.Create(54.0));
        var f = (bits - ((exponent - Vector256.Create(1023L)) << 52)).AsDouble() - Vector256<double>.One;
        var s = f / (Vector256.Create(2.0) + f);
        var u = s * s;
        var u2 = u * u;
        var sum = u * Vector256.FusedMultiplyAdd(u2 * u2,
            Estrin.Four(u, u2, 0.18181795502739437, 0.15386247170362732, 0.1326857329894926, 0.13088714507747484),
            Estrin.Four(u, u2, 0.6666666666666666, 0.40000000000000885, 0.2857142857079793, 0.22222222393000648));
        var half = 0.5 * f * f;
        var result = Vector256.FusedMultiplyAdd(n, Vector256.Create(Ln2High), f - (half - Vector256.FusedMultiplyAdd(s, half + sum, n * Ln2Low)));
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(double.PositiveInfinity)), x, result);
        var edge = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<double>.Zero), Vector256.Create(double.NegativeInfinity), Vector256.Create(double.NaN));
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<double>.Zero), result, edge);
    }

    /// <summary>sin x.</summary>
    public static Vector256<double> Sin(Vector256<double> x) => Rotation(x, 0);

    /// <summary>cos x.</summary>
    public static Vector256<double> Cos(Vector256<double> x) => Rotation(x, 1);

    // sin(x + quarters pi/2): x = n pi/2 + r, and the sine or the cosine of r with its sign.
    private static Vector256<double> Rotation(Vector256<double> x, long quarters)
    {
        // Beyond, n would lose its digits; the runtime's scalar functions reduce any number.
        const double farthest = 1 << 30;
        if (!Vector256.LessThanAll(Vector256.Abs(x), Vector256.Create(farthest)))
        {
            Func<double, double> function = quarters == 0 ? Math.Sin : Math.Cos;
            double Of(double value) => Math.Abs(value) < farthest ? Rotation(Vector256.Create(value), quarters).ToScalar() : function(value);
            return Vector256.Create(Of(x[0]), Of(x[1]), Of(x[2]), Of(x[3]));
        }

        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(0.6366197723675814), Vector256.Create(Rounder));
        var n = shifted - Vector256.Create(Rounder);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-QuarterHigh), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-QuarterMiddle), r);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-QuarterLow), r);
        var u = r * r;
        var u2 = u * u;
        var u4 = u2 * u2;
        var odd = Three(u, u2, -2.5052106231157904e-08, 1.605853141458901e-10, -7.586685070091267e-13);
        odd = Vector256.FusedMultiplyAdd(u4, odd, Estrin.Four(u, u2, -0.16666666666666666, 0.008333333333333331, -0.0001984126984126506, 2.7557319219335453e-06));
        var sine = Vector256.FusedMultiplyAdd(u * r, odd, r);
        var even = Three(u, u2, 2.0876755790363397e-09, -1.1470460773969325e-11, 4.7458652037874553e-14);
        even = Vector256.FusedMultiplyAdd(u4, even, Estrin.Four(u, u2, 0.041666666666666664, -0.0013888888888888887, 2.4801587301584645e-05, -2.755731922140076e-07));

        // 1 - u/2 with what its rounding loses.
        var half = 0.5 * u;
        var main = Vector256<double>.One - half;
        var cosine = main + Vector256.FusedMultiplyAdd(u2, even, Vector256<double>.One - main - half);
        var quadrant = shifted.AsInt64() + Vector256.Create(quarters);
        var swap = Vector256.Equals(quadrant & Vector256<long>.One, Vector256<long>.One).AsDouble();
        var sign = ((quadrant & Vector256.Create(2L)) << 62).AsDouble();
        return Vector256.ConditionalSelect(swap, cosine, sine) ^ sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Three(Vector256<double> x, Vector256<double> x2, double c0, double c1, double c2) =>
        Vector256.FusedMultiplyAdd(x2, Vector256.Create(c2), Vector256.FusedMultiplyAdd(x, Vector256.Create(c1), Vector256.Create(c0)));
}
