using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>phi at one variance q, as Hermite series sees it: E[phi], E[phi'] and, with h_l the normalised Hermite polynomials,
/// S_l = sqrt(q/(l + 1)) E[phi''(sqrt(q) Z) h_l(Z)] at the nodes of <see cref="HermiteDegrees"/>. Starting from phi'' instead of phi keeps values and
/// slopes right at zero vectors. What a jump of phi' at 0 adds to phi'' is left out: it is known.</summary>
internal sealed class HermiteCoefficients
{
    // Of two points the tails' geometric mean counts.
    private const double Rounding = 1e-32;

    /// <summary>E[phi].</summary>
    public required double Mean { get; init; }

    /// <summary>E[phi'].</summary>
    public required double Slope { get; init; }

    /// <summary>S_l and S_(l+1) of each node, by turns.</summary>
    public required double[] Scaled { get; init; }

    /// <summary>sqrt((l+3)/(l+2)) S_(l+2) and sqrt((l+4)/(l+3)) S_(l+3) of each node, by turns.</summary>
    public required double[] Shifted { get; init; }

    /// <summary>Number of nodes.</summary>
    public int Count => Scaled.Length / 2;

    /// <summary>The number of nodes beyond which E[phi''^2] has nothing left.</summary>
    public int SignificantTerms()
    {
        double Part(int k) => Math.Abs(HermiteDegrees.Weights[k])
            * ((HermiteDegrees.Degrees[k] + 1) * Scaled[2 * k] * Scaled[2 * k] + (HermiteDegrees.Degrees[k] + 2) * Scaled[2 * k + 1] * Scaled[2 * k + 1]);
        var (terms, tail, all) = (Count, 0.0, 0.0);
        for (var k = 0; k < Count; k++) all += Part(k);
        while (terms > 0 && tail + Part(terms - 1) <= Rounding * all) tail += Part(--terms);
        return terms;
    }

    /// <summary>The moments of this point with another at four covariances.</summary>
    /// <param name="other">The other point.</param>
    /// <param name="jump">The jump of phi' at 0.</param>
    /// <param name="q11">This point's variance.</param>
    /// <param name="q12">The covariances.</param>
    /// <param name="q22">The other point's variance.</param>
    /// <param name="withDerivatives">Whether to compute derivatives.</param>
    public PairMoments Moments(HermiteCoefficients other, double jump, double q11, Lanes q12, double q22, bool withDerivatives)
    {
        static Lanes[] Broadcast(double[] values) => [.. values.Select(value => (Lanes)value)];
        return HermiteSeries.Sum(
            new(Mean, Slope, Broadcast(Scaled), Broadcast(Shifted)), new(other.Mean, other.Slope, Broadcast(other.Scaled), Broadcast(other.Shifted)),
            jump, Math.Min(Count, other.Count), q11, q12, q22, withDerivatives);
    }
}
