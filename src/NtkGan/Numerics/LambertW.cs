namespace NtkGan.Numerics;

/// <summary>The Lambert function W of an exponential, and the scalar law of logistic training built on it.</summary>
internal static class LambertW
{
    private const int MaximumIterations = 100;
    private static readonly double Tolerance = Math.ScaleB(1, -50);

    /// <summary>w = W(e^z), the solution of w + log w = z, for every z without overflow; e^z itself where that underflows. Iterates
    /// w (1 + z - log w)/(1 + w), Newton's method, from e^z/(1 + e^z) for z below 1 and z - log z above. Source: derived.</summary>
    public static double OfExponential(double z)
    {
        var w = z < 1 ? Math.Exp(z) / (1 + Math.Exp(z)) : z - Math.Log(z);
        if (w == 0 || double.IsPositiveInfinity(z)) return w == 0 ? 0 : z;
        return Newton(w, v => v / (1 + v) * (1 + z - Math.Log(v)));
    }

    /// <summary>dW(e^z)/dz = W/(1 + W).</summary>
    public static double SlopeOfExponential(double z)
    {
        var w = OfExponential(z);
        return double.IsPositiveInfinity(w) ? 1 : w / (1 + w);
    }

    /// <summary>v(S), the solution of v + e^v = S + 1 for S >= 0: the discriminator's value at one point of kernel value lambda after the
    /// vanilla loss has acted for a time t, S = lambda t (f' = lambda/(1 + e^f)). Equal to S + 1 - W(e^(S+1)), without its cancellation:
    /// v = S/2 - S^2/16 + ... near 0, log S for large S. Source: GAN(TK)^2 toolkit, inf_vanilla.</summary>
    /// <exception cref="ArgumentOutOfRangeException">S is negative or NaN.</exception>
    public static double LogisticGrowth(double s)
    {
        if (!(s >= 0)) throw new ArgumentOutOfRangeException(nameof(s), "Logistic growth needs S >= 0.");
        if (s == 0 || double.IsPositiveInfinity(s)) return s;
        return Newton(Math.Min(s / 2, ExponentialFunctions.Log1p(s)), v =>
        {
            var growth = ExponentialFunctions.Expm1(v);
            return v - (v + growth - s) / (2 + growth);
        });
    }

    /// <summary>v(S)/S, and 1/2 at S = 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">S is negative or NaN.</exception>
    public static double LogisticGrowthRatio(double s) => s == 0 ? 0.5 : double.IsPositiveInfinity(s) ? 0 : LogisticGrowth(s) / s;

    private static double Newton(double start, Func<double, double> step)
    {
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var next = step(start);
            if (!(Math.Abs(next - start) > Tolerance * Math.Abs(next))) return next;
            start = next;
        }

        return start;
    }
}
