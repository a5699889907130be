using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Four points of a Hermite series: what <see cref="HermiteCoefficients"/> knows, side by side.</summary>
/// <param name="mean">E[phi].</param>
/// <param name="slope">E[phi'].</param>
/// <param name="scaled">s_l = c_l/sqrt(l + 1), c_l the coefficients of phi''.</param>
internal readonly ref struct SeriesPoints(Lanes mean, Lanes slope, ReadOnlySpan<Lanes> scaled)
{
    public readonly Lanes Mean = mean;
    public readonly Lanes Slope = slope;
    public readonly ReadOnlySpan<Lanes> Scaled = scaled;
}

/// <summary>Dual moments of pairs by Hermite series (derived from Mehler's formula and Stein's lemma). With rho = q12/sqrt(q11 q22), s_l, t_l the
/// scaled coefficients of the two points, p_l = s_l t_l: D = E[phi'] E[phi'] + q12 sum p_l rho^l,
/// N = E[phi] E[phi] + q12 (E[phi'] E[phi'] + q12 sum p_l rho^l/(l + 2)).</summary>
internal static class HermiteSeries
{
    private const int Longest = 4096;

    private static readonly double[] Integral = Table(l => 1 / (l + 2));
    private static readonly double[] Bend = Table(l => l + 1);
    private static readonly double[] Value = Table(l => Math.Sqrt((l + 3) / (l + 2)));
    private static readonly double[] Slope = Table(l => Math.Sqrt((l + 3) * (l + 2)));

    /// <summary>The moments of four pairs. Derivatives in q22 are left 0: pairs of a kernel move with their first point only.</summary>
    public static PairMoments Sum(SeriesPoints first, SeriesPoints second, int terms, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        var root = Lanes.Sqrt(q11 * q22);
        var one = Vector256<double>.One;
        var quotient = (q12 / Lanes.Select(root, root, 1.0)).Vector;
        var rho = Lanes.Select(root, new(Vector256.Min(one, Vector256.Max(-one, quotient))), 0.0);
        var s = first.Scaled[..terms];
        var t = second.Scaled[..terms];

        // Even and odd powers apart: four independent chains of operations instead of two.
        var square = rho * rho;
        Lanes even = 0.0, odd = 0.0, evenIntegral = 0.0, oddIntegral = 0.0;
        for (var l = (terms & 1) == 0 ? terms - 1 : terms; l > 0; l -= 2)
        {
            if (l < terms)
            {
                var above = s[l] * t[l];
                odd = Lanes.MultiplyAdd(odd, square, above);
                oddIntegral = Lanes.MultiplyAdd(oddIntegral, square, Integral[l] * above);
            }

            var product = s[l - 1] * t[l - 1];
            even = Lanes.MultiplyAdd(even, square, product);
            evenIntegral = Lanes.MultiplyAdd(evenIntegral, square, Integral[l - 1] * product);
        }

        var slopes = first.Slope * second.Slope;
        PairMoments result = default;
        result.Derivative = Lanes.MultiplyAdd(q12, Lanes.MultiplyAdd(odd, rho, even), slopes);
        result.Covariance = Lanes.MultiplyAdd(q12, Lanes.MultiplyAdd(q12, Lanes.MultiplyAdd(oddIntegral, rho, evenIntegral), slopes), first.Mean * second.Mean);
        if (withDerivatives) Differentiate(ref result, first, second, terms, rho, q11, q12, q22);
        return result;
    }

    // M_22 = sum (l + 1) p_l rho^l;
    // M_20 = s_0 E[phi] + sqrt(2) s_1 E[phi'] q12/sqrt(q11) + q22 rho^2 sum sqrt((l+3)/(l+2)) s_{l+2} t_l rho^l;
    // M_31 = [sqrt(2) s_1 E[phi'] + sqrt(q22) rho sum sqrt((l+2)(l+3)) s_{l+2} t_l rho^l]/sqrt(q11), 0 at q11 = 0, where x = 0 multiplies it.
    private static void Differentiate(ref PairMoments result, SeriesPoints first, SeriesPoints second, int terms, Lanes rho, Lanes q11, Lanes q12, Lanes q22)
    {
        var s = first.Scaled[..terms];
        var t = second.Scaled[..terms];
        Lanes bend = 0.0, value = 0.0, slope = 0.0;
        for (var l = terms - 1; l >= 0; l--)
        {
            bend = Lanes.MultiplyAdd(bend, rho, Bend[l] * (s[l] * t[l]));
            if (l + 2 >= terms) continue;
            var product = s[l + 2] * t[l];
            value = Lanes.MultiplyAdd(value, rho, Value[l] * product);
            slope = Lanes.MultiplyAdd(slope, rho, Slope[l] * product);
        }

        Lanes zeroth = terms > 0 ? s[0] : 0.0, next = terms > 1 ? Math.Sqrt(2) * (s[1] * second.Slope) : 0.0;
        var inverse = Lanes.Select(q11, (Lanes)1.0 / Lanes.Sqrt(Lanes.Select(q11, q11, 1.0)), 0.0);
        result.DerivativeByCovariance = bend;
        result.CovarianceByFirst = 0.5 * (zeroth * second.Mean + next * q12 * inverse + q22 * rho * rho * value);
        result.DerivativeByFirst = 0.5 * inverse * (next + Lanes.Sqrt(q22) * rho * slope);
    }

    private static double[] Table(Func<double, double> function) => [.. Enumerable.Range(0, Longest).Select(l => function(l))];
}
