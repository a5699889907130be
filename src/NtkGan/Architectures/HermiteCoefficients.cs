using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A smooth phi at one variance q, as Hermite series sees it: E[phi], E[phi'] and c_l = E[phi''(sqrt(q) Z) h_l(Z)], with h_l the
/// normalised Hermite polynomials. Starting from phi'' instead of phi keeps values and slopes right at zero vectors.</summary>
internal sealed class HermiteCoefficients
{
    // What of E[phi'^2] the series may miss; and which of its terms are rounding alone.
    private const double Missed = 1e-14, Rounding = 1e-31;

    /// <summary>q.</summary>
    public required double Variance { get; init; }

    /// <summary>E[phi].</summary>
    public required double Mean { get; init; }

    /// <summary>E[phi'].</summary>
    public required double Slope { get; init; }

    /// <summary>E[phi^2].</summary>
    public required double MeanSquare { get; init; }

    /// <summary>E[phi'^2].</summary>
    public required double SlopeMeanSquare { get; init; }

    /// <summary>E[phi''^2].</summary>
    public required double BendMeanSquare { get; init; }

    /// <summary>c_l/sqrt(l + 1): E[phi'^2] = E[phi']^2 + q times the sum of their squares.</summary>
    public required double[] Scaled { get; init; }

    /// <summary>A bound of what the L terms miss of E[phi'^2], by Parseval's theorem: q E[(phi'' - sum_(l&lt;L) c_l h_l)^2]/(L + 1).</summary>
    public required double MissedSlope { get; init; }

    /// <summary>The same bound for the first terms of the series.</summary>
    public double MissedBeyond(int terms)
    {
        var tail = 0.0;
        for (var l = Scaled.Length - 1; l >= terms; l--) tail += Scaled[l] * Scaled[l];
        return MissedSlope + Variance * tail;
    }

    /// <summary>The coefficients at each variance, as many as the pairs of these points need: what a point misses counts as the geometric mean with
    /// what its partner has left there. Null where 4096 terms are too few, or their rule too coarse to know (phi varies too fast on the scale of sqrt(q)).</summary>
    public static HermiteCoefficients?[] Of<TFunction>(TFunction function, ReadOnlyMemory<double> variances) where TFunction : struct, IPointwiseFormula
    {
        // First each point by itself, then those raised whose rest shows beside the slowest point.
        var (results, levels) = (new HermiteCoefficients?[variances.Length], new int[variances.Length]);
        ForEach(i =>
        {
            for (; results[i] is null && levels[i] < HermiteLevel.Count; levels[i]++)
                if (HermiteLevel.Resolves(levels[i], variances.Span[i]) && HermiteLevel.At(levels[i]).Make(function, variances.Span[i]) is var made
                    && made.MissedSlope <= Missed * made.SlopeMeanSquare) results[i] = made;
        });
        var left = new double[HermiteLevel.Count + 1];
        foreach (var slow in results.OfType<HermiteCoefficients>())
            for (var level = 0; level < HermiteLevel.Count; level++)
                if (slow.Scaled.Length > HermiteLevel.At(level).Terms) left[level + 1] = Math.Max(left[level + 1], slow.MissedBeyond(HermiteLevel.At(level).Terms) / slow.SlopeMeanSquare);
        ForEach(i =>
        {
            while (results[i] is { } made && made.MissedSlope * left[levels[i]] > Missed * Missed * made.SlopeMeanSquare)
                results[i] = HermiteLevel.At(levels[i]++).Make(function, variances.Span[i]);
        });
        return results;

        void ForEach(Action<int> body) => Workers.ForBlocks(variances.Length, 8, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var same = i > start && variances.Span[i] == variances.Span[i - 1];
                if (same) (results[i], levels[i]) = (results[i - 1], levels[i - 1]);
                else body(i);
            }
        });
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
        double Root(Func<HermiteCoefficients, double> number) => Math.Sqrt(number(first) * number(second));

        // Rounding: a few units in the last place of each of the terms that make up D and N.
        const double rounding = 1e-14;
        var deviations = Root(point => point.Variance);
        var (missed, bend) = (Root(point => point.MissedBeyond(terms)), deviations * Root(point => point.BendMeanSquare));
        var slope = Root(point => point.SlopeMeanSquare);
        return new(moments.Covariance.Vector[0], moments.Derivative.Vector[0],
            deviations * (missed / (terms + 2) + rounding * (slope + bend)) + rounding * Root(point => point.MeanSquare),
            missed + rounding * (slope + bend), IsSeries: true);
    }

    /// <summary>How many coefficients are more than rounding.</summary>
    public int SignificantTerms()
    {
        var (length, tail, all) = (Scaled.Length, 0.0, Scaled.Sum(value => value * value));
        while (length > 0 && tail + Scaled[length - 1] * Scaled[length - 1] <= Rounding * all) tail += Scaled[--length] * Scaled[length];
        return length;
    }
}
