using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>A budget of differential privacy: a change of one row changes the probability of any outcome at most by the factor e^epsilon, up to delta (Dwork et al. 2006). The number of rows counts as known.</summary>
/// <param name="Epsilon">epsilon, above 0.</param>
/// <param name="Delta">delta, above 0 and below 1; it should be far below 1/n.</param>
public sealed record Privacy(double Epsilon, double Delta = 1e-6)
{
    /// <summary>epsilon.</summary>
    public double Epsilon { get; init => field = Require.Positive(value, nameof(Epsilon)); } = Require.Positive(Epsilon);

    /// <summary>delta.</summary>
    public double Delta { get; init => field = Checked(value); } = Checked(Delta);

    /// <summary>The least standard deviation of normal noise on a vector whose length changes by at most s with one row (Balle and Wang 2018, "Improving the Gaussian mechanism", theorem 8):
    /// Phi(s/(2 sigma) - epsilon sigma/s) - e^epsilon Phi(-s/(2 sigma) - epsilon sigma/s) = delta.</summary>
    /// <param name="sensitivity">s, above 0.</param>
    public double Noise(double sensitivity)
    {
        var (low, high) = (0.0, 1.0);
        while (Loss(high) > Delta) high *= 2;
        for (var k = 0; k < 200; k++)
        {
            var middle = (low + high) / 2;
            if (Loss(middle) > Delta) low = middle;
            else high = middle;
        }

        return high * Require.Positive(sensitivity);
    }

    // In units of the sensitivity.
    private double Loss(double sigma)
    {
        var tail = ErrorFunction.NormalCdf(-1 / (2 * sigma) - Epsilon * sigma);
        return ErrorFunction.NormalCdf(1 / (2 * sigma) - Epsilon * sigma) - (tail > 0 ? Math.Exp(Epsilon + Math.Log(tail)) : 0);
    }

    private static double Checked(double delta) => Require.Positive(delta, nameof(Delta)) < 1 ? delta : throw new UsageException("delta must be below 1.");
}
