namespace NtkGan.Architectures;

/// <summary>What kinks at 0 do to Hermite coefficients.</summary>
internal static class HermiteKink
{
    /// <summary>S_l = h_l(0)/sqrt(2 pi (l + 1)) of phi'' = delta, for even l, at the nodes of the degrees.</summary>
    public static readonly double[] Scaled = [.. HermiteDegrees.Degrees.Select((l, k) => Sign(k, l) * AtZero(l) / Math.Sqrt(2 * Math.PI * (l + 1)))];

    /// <summary>sqrt((l + 3)/(l + 2)) S_(l+2) of the same.</summary>
    public static readonly double[] Shifted = [.. HermiteDegrees.Degrees.Select((l, k) => -Sign(k, l) * AtZero(l + 2) / Math.Sqrt(2 * Math.PI * (l + 2)))];

    /// <summary>|h_n(0)| for even n, and what lies between: sqrt(Gamma((n + 1)/2)/(sqrt(pi) Gamma(n/2 + 1))).</summary>
    public static double AtZero(double n)
    {
        if (n >= HermiteDegrees.Continuous - 32) return HermiteWave.Amplitude / Math.Sqrt(HermiteWave.Frequency(n + 0.5));
        var square = 1.0;
        for (var i = 2; i <= n; i += 2) square *= (i - 1.0) / i;
        return Math.Sqrt(square);
    }

    /// <summary>E[f(sqrt(q) Z) h_l(Z)] far out, where f is smooth on both sides of 0 and h_l turns many times while f changes: integrated by parts again and
    /// again, sum_m J_m sqrt(q)^m h_(l-1-m)(0)/sqrt(2 pi l (l-1) .. (l-m)), J_m the jumps of f and its derivatives. Without the sign i^l.</summary>
    /// <param name="jumps">J_m.</param>
    /// <param name="deviation">sqrt(q).</param>
    /// <param name="degree">l, a real number.</param>
    /// <param name="isOdd">Which of the two kinds of degrees l continues.</param>
    public static double Far(ReadOnlySpan<double> jumps, double deviation, double degree, bool isOdd)
    {
        var (sum, factor) = (0.0, 1 / Math.Sqrt(2 * Math.PI));
        for (var m = 0; m < jumps.Length; m++)
        {
            factor /= Math.Sqrt(degree - m);
            if (m % 2 == (isOdd ? 0 : 1))
            {
                var sign = (isOdd ? m / 2 : (m + 1) / 2) % 2 == 0 ? 1 : -1;
                sum += sign * jumps[m] * factor * AtZero(degree - 1 - m);
            }

            factor *= deviation;
        }

        return sum;
    }

    // Integers have h_l's own sign, the others none.
    private static double Sign(int node, double degree) => node < HermiteDegrees.Integers && (int)degree / 2 % 2 == 1 ? -1 : 1;
}
