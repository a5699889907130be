namespace NtkGan.Numerics;

/// <summary>Functions built on the exponential that keep full relative accuracy where the obvious formulas cancel.</summary>
internal static class ExponentialFunctions
{
    /// <summary>e^z - 1 = tanh(z/2) (e^z + 1), to a few units in the last place for every z. -1 at -infinity.</summary>
    public static double Expm1(double z) => z > 1 ? Math.Exp(z) - 1 : Math.Tanh(z / 2) * (Math.Exp(z) + 1);

    /// <summary>log(1 + x) for x >= -1, to a few units in the last place (Kahan's quotient). -infinity at -1, NaN below.</summary>
    public static double Log1p(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>phi_1(z) = (e^z - 1)/z, and 1 at z = 0: t phi_1(-t lambda) is the response at time t of one eigenvalue to a constant force.
    /// Decreases to 0 as -1/z for z to -infinity.</summary>
    public static double Phi1(double z) => z == 0 ? 1 : Expm1(z) / z;
}
