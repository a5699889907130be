using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Four points of a Hermite series: what <see cref="HermiteCoefficients"/> knows, side by side.</summary>
/// <param name="mean">E[phi].</param>
/// <param name="slope">E[phi'].</param>
/// <param name="scaled">S_l and S_(l+1) of each node, by turns.</param>
/// <param name="shifted">sqrt((l+3)/(l+2)) S_(l+2) and sqrt((l+4)/(l+3)) S_(l+3); empty where no derivatives are wanted.</param>
internal readonly ref struct SeriesPoints(Lanes mean, Lanes slope, ReadOnlySpan<Lanes> scaled, ReadOnlySpan<Lanes> shifted)
{
    public readonly Lanes Mean = mean;
    public readonly Lanes Slope = slope;
    public readonly ReadOnlySpan<Lanes> Scaled = scaled;
    public readonly ReadOnlySpan<Lanes> Shifted = shifted;
}

/// <summary>Dual moments of pairs by Hermite series (derived from Mehler's formula and Stein's lemma). With rho = q12/sqrt(q11 q22), S_l, T_l the
/// scaled coefficients of the two points, p_l = S_l T_l: D = E[phi'] E[phi'] + rho sum p_l rho^l,
/// N = E[phi] E[phi] + q12 (E[phi'] E[phi'] + rho sum p_l rho^l/(l + 2)). The sums run over the nodes of <see cref="HermiteDegrees"/>: what
/// varies with log l alone needs few of them.</summary>
internal static class HermiteSeries
{
    // e^-LastPower is nothing beside 1.
    private const double LastPower = 40, LeastDeviation = 1e-150, Uncorrelated = 700;

    /// <summary>The moments of four pairs. Derivatives in q22 are left 0: pairs of a kernel move with their first point only.</summary>
    /// <param name="first">The first points.</param>
    /// <param name="second">The second points.</param>
    /// <param name="jump">The jump of phi' at 0.</param>
    /// <param name="terms">Number of nodes.</param>
    /// <param name="q11">Their variances.</param>
    /// <param name="q12">Their covariances.</param>
    /// <param name="q22">Their variances.</param>
    /// <param name="withDerivatives">Whether to compute derivatives.</param>
    public static PairMoments Sum(SeriesPoints first, SeriesPoints second, double jump, int terms, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        var pair = new PairCorrelation(q11, q12, q22);
        var (rho, decay) = (pair.Rho, Decay(pair));
        var s = first.Scaled[..(2 * terms)];
        var t = second.Scaled[..(2 * terms)];
        var b = withDerivatives ? first.Shifted[..(2 * terms)] : default;
        var kink = jump == 0 ? default : HermiteKink.Scaled.AsSpan(0, terms);
        var kinkShifted = jump == 0 || !withDerivatives ? default : HermiteKink.Shifted.AsSpan(0, terms);
        ReadOnlySpan<double> degrees = HermiteDegrees.Degrees, weights = HermiteDegrees.Weights, inverses = HermiteDegrees.Inverses;

        // The kink of a zero vector gives no slopes.
        Lanes firstJump = Lanes.Select(q11, jump, 0.0), secondJump = Lanes.Select(q22, jump, 0.0);
        Lanes slope = 0.0, value = 0.0, bends = 0.0, bendValue = 0.0, bendSlope = 0.0, power = 1.0;
        var square = rho * rho;
        for (var k = 0; k < terms; k++)
        {
            Lanes weight;
            var degree = degrees[k];
            if (k < HermiteDegrees.Single)
            {
                weight = power;
                power *= square;
            }
            else
            {
                var exponent = degree * decay;
                if (!Vector256.LessThanAny(exponent.Vector, Vector256.Create(LastPower))) break;
                weight = weights[k] * Lanes.Exp(-exponent);
            }

            // What a kink adds: to the sums of N and D all of it, to those of M_22 and M_31 all but its product with itself, which diverges.
            Lanes even = t[2 * k], odd = weight * rho * t[2 * k + 1];
            var both = weight * even;
            if (jump != 0)
            {
                var own = kink[k] * firstJump;
                var full = weight * Lanes.MultiplyAdd(kink[k], secondJump, even);
                var product = (s[2 * k] + own) * full;
                var others = s[2 * k + 1] * odd;
                slope += product + others;
                value = Lanes.MultiplyAdd(inverses[2 * k], product, Lanes.MultiplyAdd(inverses[2 * k + 1], others, value));
                if (!withDerivatives) continue;
                var finite = Lanes.MultiplyAdd(s[2 * k], full, own * both);
                bends += (degree + 1) * finite + (degree + 2) * others;
                var ownShifted = kinkShifted[k] * firstJump;
                var bent = (b[2 * k] + ownShifted) * full;
                var finiteBent = Lanes.MultiplyAdd(b[2 * k], full, ownShifted * both);
                var othersBent = b[2 * k + 1] * odd;
                bendValue += bent + othersBent;
                bendSlope += (degree + 2) * finiteBent + (degree + 3) * othersBent;
                continue;
            }

            var (evens, odds) = (s[2 * k] * both, s[2 * k + 1] * odd);
            slope += evens + odds;
            value = Lanes.MultiplyAdd(inverses[2 * k], evens, Lanes.MultiplyAdd(inverses[2 * k + 1], odds, value));
            if (!withDerivatives) continue;
            bends = Lanes.MultiplyAdd(degree + 1, evens, Lanes.MultiplyAdd(degree + 2, odds, bends));
            var (bentEvens, bentOdds) = (b[2 * k] * both, b[2 * k + 1] * odd);
            bendValue += bentEvens + bentOdds;
            bendSlope = Lanes.MultiplyAdd(degree + 2, bentEvens, Lanes.MultiplyAdd(degree + 3, bentOdds, bendSlope));
        }

        var slopes = first.Slope * second.Slope;
        PairMoments result = default;
        result.Derivative = Lanes.MultiplyAdd(rho, slope, slopes);
        result.Covariance = Lanes.MultiplyAdd(q12, Lanes.MultiplyAdd(rho, value, slopes), first.Mean * second.Mean);
        if (!withDerivatives) return result;

        // M_22 = sum (l + 1) p_l rho^l/sqrt(q11 q22);
        // M_20 = [S_0 E[phi] + sqrt(q22) rho (sqrt(2) S_1 E[phi'] + rho sum sqrt((l+3)/(l+2)) S_(l+2) T_l rho^l)]/sqrt(q11);
        // M_31 = [sqrt(2) S_1 E[phi'] + rho sum sqrt((l+2)(l+3)) S_(l+2) T_l rho^l]/q11, 0 at q11 = 0, where x = 0 multiplies it.
        var (own1, own2) = (Deviation(q11), Deviation(q22));
        Lanes zeroth = 0.0, next = 0.0;
        if (terms > 0) (zeroth, next) = (s[0] + 1 / Math.Sqrt(2 * Math.PI) * firstJump, Math.Sqrt(2) * (s[1] * second.Slope));
        result.DerivativeByCovariance = bends / (own1 * own2);
        result.CovarianceByFirst = 0.5 * (zeroth * second.Mean + own2 * rho * (next + rho * bendValue)) / own1;
        var turned = next + rho * bendSlope;
        if (jump != 0)
        {
            // The density of (u, v) at (0, 0), none for coincident points: the average of the one-sided slopes there.
            var density = jump * jump / (2 * Math.PI) * Lanes.Select(pair.Clear, (Lanes)1.0 / Lanes.Select(pair.Clear, pair.Sine, 1.0), 0.0);
            result.DerivativeByCovariance += density / (own1 * own2);
            turned -= rho * density;
        }

        result.DerivativeByFirst = Lanes.Select(q11, 0.5 * turned / Lanes.Select(q11, q11, 1.0), 0.0);
        return result;
    }

    private static Lanes Deviation(Lanes variance) => new(Vector256.Max(Vector256.Sqrt(variance.Vector), Vector256.Create(LeastDeviation)));

    // lambda with |rho| = e^-lambda.
    private static Lanes Decay(PairCorrelation pair)
    {
        var (square, near) = (pair.Rho * pair.Rho, pair.SquareSine - 0.5);
        var decay = -0.5 * Lanes.Select(near, Lanes.Log(Lanes.Select(square + -1e-300, square, 1e-300)), Lanes.Log1p(-Lanes.Select(near, 0.0, pair.SquareSine)));
        return new(Vector256.Min(Vector256.Max(decay.Vector, Vector256<double>.Zero), Vector256.Create(Uncorrelated)));
    }
}
