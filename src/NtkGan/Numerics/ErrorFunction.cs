namespace NtkGan.Numerics;

/// <summary>The error function to the last few units in the last place, and its complement: relatively so below 0.5 and from 2.5 on, between them to
/// 2^-52 of 1, as the difference that it is.</summary>
internal static class ErrorFunction
{
    private const double SeriesEnd = 2.5;

    /// <summary>erf(x) = 2/sqrt(pi) int_0^x exp(-s^2) ds. Odd; plus or minus 1 far out.</summary>
    public static double Erf(double x)
    {
        var size = Math.Abs(x);
        if (size > SeriesEnd) return Math.CopySign(1 - Complement(size), x);

        // erf(x) = 2/sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (1 3 5 .. (2n+1)): all terms of one sign, so nothing cancels.
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return double.IsNaN(x) ? x : 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc(x) = 1 - erf(x), with full relative precision from 2.5 on.</summary>
    public static double Erfc(double x) => x < SeriesEnd ? 1 - Erf(x) : Complement(x);

    /// <summary>The standard normal distribution function, Phi(x) = erfc(-x / sqrt 2) / 2.</summary>
    public static double NormalCdf(double x) => 0.5 * Erfc(-x / Math.Sqrt(2));

    // erfc(x) = exp(-x^2)/(x sqrt(pi)) / (1 + v/(1 + 2v/(1 + 3v/(1 + ..)))), v = 1/(2 x^2); 60 levels suffice from 2.5 on.
    private static double Complement(double x)
    {
        if (x > 27) return 0;
        var v = 0.5 / (x * x);
        var fraction = 1.0;
        for (var level = 60; level >= 1; level--) fraction = 1 + level * v / fraction;
        return Math.Exp(-x * x) / (x * Math.Sqrt(Math.PI)) / fraction;
    }
}
