using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Tails of one and of two standard normal variables, and the error function, four at a time, from elementary functions that give the same bits
/// everywhere.</summary>
internal static class NormalTails
{
    // (1 + x) Q(x)/p(x) in Chebyshev polynomials of (x - 4)/(x + 4), by interpolation at 44 nodes with 60 digits; what is left out is below 1e-17.
    private static readonly double[] Ratio =
    [
        1.1670525350882472057, -0.16101957671346538914, -0.028002821825452974716, 0.031674521892392658864, -0.012103231162345368661,
        0.0027056129762167095153, -0.00029931636202703165933, -0.00001716686526879361022, 0.000010178489264109867437, -4.8948295700041917723e-7,
        -2.844006500151047843e-7, 3.076628371381150396e-8, 9.1803786744695372008e-9, -1.2756102213808736222e-9, -3.6602793761041338272e-10,
        4.5926359348595205189e-11, 1.718931468764652685e-11, -1.2726833698700694016e-12, -8.6680819133161884347e-13, 1.1061557204136740861e-15,
        4.2750210770103333828e-14, 3.7909376922639045483e-15, -1.8474103010592331508e-15, -4.0419094130708177894e-16, 5.3408543850173578299e-17,
        2.941479937590055145e-17,
    ];

    // On [0, 1]; the integrand's poles and its width leave twelve nodes wrong by 1.3e-17.
    private static readonly QuadratureRule Rule = QuadratureRule.GaussLegendre(12);
    private static readonly double[] Squares = [.. Rule.Nodes.Select(node => 0.25 * (1 + node) * (1 + node))];
    private static readonly double[] Weights = [.. Rule.Weights.Select(weight => weight / (4 * Math.PI))];

    /// <summary>p(x) = e^(-x^2/2)/sqrt(2 pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Density(Lanes x) => 1 / Math.Sqrt(2 * Math.PI) * Lanes.Exp(-0.5 * (x * x));

    /// <summary>Q(x) = P(U > x) at x >= 0, with a relative error of a few 1e-16 (times x^2, from the square's rounding).</summary>
    /// <param name="x">Where.</param>
    /// <param name="density">p(x).</param>
    public static Lanes Beyond(Lanes x, Lanes density)
    {
        // Clenshaw's recurrence; far out, where x + 4 is x, the place is 1.
        var far = new Lanes(Vector256.Min(x.Vector, Vector256.Create(1e100)));
        var place = (far - 4.0) / (far + 4.0);
        var twice = place + place;
        Lanes above = 0.0, current = Ratio[^1];
        for (var l = Ratio.Length - 2; l >= 1; l--) (above, current) = (current, Lanes.MultiplyAdd(twice, current, Ratio[l] - above));
        return density * Lanes.MultiplyAdd(place, current, Ratio[0] - above) / (far + 1.0);
    }

    /// <summary>erf(x) to 2 units in the last place: below 1 an odd polynomial (interpolation at 14 Chebyshev nodes in x^2, with 70 digits; 3e-17 with its coefficients
    /// rounded), beyond 1 - 2 Q(sqrt(2) x). NaN of NaN.</summary>
    public static Lanes Erf(Lanes x)
    {
        var size = Vector256.Abs(x.Vector);
        var far = Vector256.GreaterThan(size, Vector256<double>.One);
        var result = Vector256.EqualsAll(far.AsInt64(), Vector256<long>.AllBitsSet) ? default : x.Vector * NearZero(size * size);
        if (far == Vector256<double>.Zero) return new(result);
        Lanes y = new(Math.Sqrt(2) * Vector256.Max(size, Vector256<double>.One));
        var beyond = (1.0 - 2 * Beyond(y, Density(y))).Vector;
        return new(Vector256.ConditionalSelect(far, Vector256.ConditionalSelect(Vector256.LessThan(x.Vector, Vector256<double>.Zero), -beyond, beyond), result));
    }

    // erf(x)/x at u = x^2 in [0, 1], by Estrin's scheme.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> NearZero(Vector256<double> u)
    {
        var u2 = u * u;
        var u4 = u2 * u2;
        var low = Vector256.FusedMultiplyAdd(u4, Estrin.Four(u, u2, 0.0052239776254232985, -0.000854832702193483, 0.00012055332902888736, -1.4925647567519332e-05),
            Estrin.Four(u, u2, 1.1283791670955126, -0.37612638903183754, 0.1128379167095512, -0.02686617064512984));
        var high = Vector256.FusedMultiplyAdd(u4, Vector256.FusedMultiplyAdd(u, Vector256.Create(-4.230945824295338e-12), Vector256.Create(8.709045129053106e-11)),
            Estrin.Four(u, u2, 1.6462045441468418e-06, -1.6364642158167616e-07, 1.4792401209404813e-08, -1.216456005728345e-09));
        return Vector256.FusedMultiplyAdd(u4 * u4, high, low);
    }

    /// <summary>Owen's function T(h, y/h) = int_0^(y/h) e^(-h^2 (1 + x^2)/2)/(1 + x^2) dx/(2 pi), h >= 0, to about 1e-16; of both 0, which have no
    /// ratio, 0. Where |y| > h by T(h, y/h) + T(y, h/y) = Q(h)/2 + Q(y)/2 - Q(h) Q(y), of y > 0 (Owen, Tables for computing bivariate normal
    /// probabilities, 1956, in tails).</summary>
    /// <param name="h">h.</param>
    /// <param name="y">y, of either sign.</param>
    /// <param name="beyond">Q(h).</param>
    /// <param name="sideBeyond">Q(|y|).</param>
    public static Lanes Owen(Lanes h, Lanes y, Lanes beyond, Lanes sideBeyond)
    {
        var side = Vector256.Abs(y.Vector);
        Lanes large = new(Vector256.Max(h.Vector, side)), small = new(Vector256.Min(h.Vector, side));
        var ratio = small / Lanes.Select(large, large, 1.0);
        var (square, smallSquare) = (ratio * ratio, small * small);
        Lanes sum = 0.0;
        for (var i = 0; i < Squares.Length; i++)
            sum += Weights[i] * Lanes.Exp(-0.5 * Squares[i] * smallSquare) / Lanes.MultiplyAdd(square, Squares[i], 1.0);
        sum *= ratio * Lanes.Exp(-0.5 * (large * large));
        var turned = Vector256.GreaterThan(side, h.Vector);
        var result = Vector256.ConditionalSelect(turned, (0.5 * (beyond + sideBeyond) - beyond * sideBeyond - sum).Vector, sum.Vector);
        return new(Vector256.ConditionalSelect(Vector256.LessThan(y.Vector, Vector256<double>.Zero), -result, result));
    }
}
