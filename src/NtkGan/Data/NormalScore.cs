using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>The normal quantile.</summary>
internal static class NormalScore
{
    private const double Settled = 1e-13;

    /// <summary>Phi^-1(p), 0 &lt; p &lt; 1.</summary>
    public static double Of(double probability) => Of(probability, 1);

    /// <summary>Phi^-1(rank/n), 0 &lt; rank &lt; n, by Newton's method on log Phi, which is concave and so never goes astray; from the nearer end, so that the scores are odd.</summary>
    public static double Of(double rank, double count)
    {
        if (2 * rank > count) return -Of(count - rank, count);
        var (probability, x) = (rank / count, 0.0);
        for (var step = double.NaN; !(Math.Abs(step) < Settled * (1 + Math.Abs(x)));)
        {
            var cumulative = ErrorFunction.NormalCdf(x);
            step = Math.Log(cumulative / probability) * cumulative / (Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            x -= step;
        }

        return x;
    }
}
