using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A smooth phi at one variance q, as Hermite series sees it: E[phi], E[phi'] and c_l = E[phi''(sqrt(q) Z) h_l(Z)], with h_l the
/// normalised Hermite polynomials. Starting from phi'' instead of phi keeps values and slopes right at zero vectors.</summary>
internal sealed class HermiteCoefficients
{
    // The trapezoidal rule: exponentially accurate, for the integrand is analytic and dies out before the ends.
    private static readonly Level[] Levels = [new(0.125, 64), new(0.0625, 256), new(0.03125, 1024)];

    // What of E[phi'^2] the series may miss, and which of its terms are rounding alone.
    private const double Missed = 1e-14, Rounding = 1e-31;

    private HermiteCoefficients(double variance, double mean, double slope, double meanSquare, double slopeMeanSquare, double[] scaled, double missed)
    {
        (Variance, Mean, Slope, MeanSquare, SlopeMeanSquare) = (variance, mean, slope, meanSquare, slopeMeanSquare);
        (Scaled, MissedSlope) = (scaled, missed);
    }

    /// <summary>q.</summary>
    public double Variance { get; }

    /// <summary>E[phi].</summary>
    public double Mean { get; }

    /// <summary>E[phi'].</summary>
    public double Slope { get; }

    /// <summary>E[phi^2].</summary>
    public double MeanSquare { get; }

    /// <summary>E[phi'^2].</summary>
    public double SlopeMeanSquare { get; }

    /// <summary>c_l/sqrt(l + 1): E[phi'^2] = E[phi']^2 + q times the sum of their squares.</summary>
    public double[] Scaled { get; }

    /// <summary>A bound of what the series misses of E[phi'^2], by Parseval's theorem: q (E[phi''^2] - sum c_l^2)/(L + 1).</summary>
    public double MissedSlope { get; }

    /// <summary>The coefficients, as many as it takes; null where 1024 are too few (phi varies too fast on the scale of sqrt(q)).</summary>
    public static HermiteCoefficients? Of<TFunction>(TFunction function, double variance) where TFunction : struct, IPointwiseFormula
    {
        foreach (var level in Levels)
            if (Of(function, variance, level) is { } result) return result;
        return null;
    }

    /// <summary>N and D of two points with bounds of their errors: by Cauchy and Schwarz, the terms left out of D sum to at most the root of the
    /// product of what is missed at the two points; those of N to sqrt(q11 q22)/(L + 2) of that.</summary>
    public static DualEstimate Estimate(HermiteCoefficients first, HermiteCoefficients second, double covariance)
    {
        var terms = Math.Min(first.Scaled.Length, second.Scaled.Length);
        Lanes[] Broadcast(double[] values) => [.. values.Select(value => (Lanes)value)];
        var moments = HermiteSeries.Sum(
            new(first.Mean, first.Slope, Broadcast(first.Scaled)), new(second.Mean, second.Slope, Broadcast(second.Scaled)),
            terms, first.Variance, covariance, second.Variance, withDerivatives: false);
        const double rounding = 1e-14;
        var missed = Math.Sqrt(first.MissedSlope * second.MissedSlope);
        return new(moments.Covariance.Vector[0], moments.Derivative.Vector[0],
            missed * Math.Sqrt(first.Variance * second.Variance) / (terms + 2) + rounding * Math.Sqrt(first.MeanSquare * second.MeanSquare),
            missed + rounding * Math.Sqrt(first.SlopeMeanSquare * second.SlopeMeanSquare), IsSeries: true);
    }

    private static HermiteCoefficients? Of<TFunction>(TFunction function, double variance, Level level) where TFunction : struct, IPointwiseFormula
    {
        var (nodes, weights) = (level.Nodes, level.Weights);
        Lanes deviation = Math.Sqrt(variance);
        var weighted = new Lanes[nodes.Length];
        Lanes mean = 0.0, slope = 0.0, meanSquare = 0.0, slopeSquare = 0.0, bendSquare = 0.0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var value = function.Value(new Jet<Jet<Lanes>>(new(deviation * nodes[i], 1.0), 1.0));
            var (own, first, bend) = (value.Value.Value, value.Value.Slope, value.Slope.Slope);
            weighted[i] = weights[i] * bend;
            mean += weights[i] * own;
            slope += weights[i] * first;
            meanSquare += weights[i] * own * own;
            slopeSquare += weights[i] * first * first;
            bendSquare += weighted[i] * bend;
        }

        var scaled = Project(weighted, nodes, level.Terms, out var captured);
        var slopeMeanSquare = Sum(slopeSquare);
        var missed = variance * Math.Abs(Sum(bendSquare) - captured) / (level.Terms + 1);
        if (!(missed <= Missed * slopeMeanSquare)) return null;

        var (length, tail) = (scaled.Length, 0.0);
        while (length > 0 && variance * (tail + scaled[length - 1] * scaled[length - 1]) <= Rounding * slopeMeanSquare)
            tail += scaled[--length] * scaled[length];
        return new(variance, Sum(mean), Sum(slope), Sum(meanSquare), slopeMeanSquare, scaled[..length], missed + variance * tail);
    }

    // c_l/sqrt(l + 1) for l < terms, and the sum of the c_l^2.
    private static double[] Project(Lanes[] weighted, Lanes[] nodes, int terms, out double captured)
    {
        var (before, current) = (new Lanes[nodes.Length], new Lanes[nodes.Length]);
        Array.Fill(current, 1.0);
        var scaled = new double[terms];
        captured = 0;
        for (var l = 0; l < terms; l++)
        {
            Lanes sum = 0.0;
            var (step, back) = (1 / Math.Sqrt(l + 1), -Math.Sqrt(l));
            for (var i = 0; i < nodes.Length; i++)
            {
                sum = Lanes.MultiplyAdd(weighted[i], current[i], sum);

                // h_{l+1} overwrites h_{l-1}.
                before[i] = step * Lanes.MultiplyAdd(nodes[i], current[i], back * before[i]);
            }

            (before, current) = (current, before);
            var coefficient = Sum(sum);
            captured += coefficient * coefficient;
            scaled[l] = coefficient * step;
        }

        return scaled;
    }

    private static double Sum(Lanes lanes) => Vector256.Sum(lanes.Vector);

    /// <summary>A trapezoidal rule for E[f(Z)] on [-13, 13], and how many coefficients it resolves.</summary>
    private sealed class Level
    {
        private const double End = 13;

        public Level(double step, int terms)
        {
            Terms = terms;
            var count = (int)(2 * End / step) + 1;
            Nodes = new Lanes[(count + Lanes.Count - 1) / Lanes.Count];
            Weights = new Lanes[Nodes.Length];
            var nodes = MemoryMarshal.Cast<Lanes, double>(Nodes.AsSpan());
            var weights = MemoryMarshal.Cast<Lanes, double>(Weights.AsSpan());
            for (var i = 0; i < count; i++)
            {
                nodes[i] = -End + i * step;
                weights[i] = step / Math.Sqrt(2 * Math.PI) * Math.Exp(-nodes[i] * nodes[i] / 2);
            }
        }

        public int Terms { get; }

        public Lanes[] Nodes { get; }

        public Lanes[] Weights { get; }
    }
}
