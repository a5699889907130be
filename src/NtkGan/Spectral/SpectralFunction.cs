using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function f made of exponentials e^(-s a), 0 &lt;= s &lt;= t, to be applied to symmetric positive semidefinite matrices, with its divided
/// differences f[a, b] = (f(a) - f(b))/(a - b), f[a, a] = f'(a): all that f(K) Y and its adjoint need. Everything is finite for a, b >= 0,
/// also where a = b and at 0.</summary>
/// <param name="Time">t, at least 0.</param>
internal abstract record SpectralFunction(double Time)
{
    /// <summary>t.</summary>
    public double Time { get; init => field = Require.NonNegative(value, nameof(Time)); } = Require.NonNegative(Time);

    /// <summary>f(a), a >= 0.</summary>
    public abstract double Value(double a);

    /// <summary>f[a, b] = f[b, a], a, b >= 0.</summary>
    public abstract double DividedDifference(double a, double b);
}

/// <summary>How far gradient flow has come: 1 - e^(-t a), from 0 at a = 0 to 1.
/// f[a, b] = t e^(-t (a + b)/2) sinhc(t (a - b)/2).</summary>
/// <param name="Time">t, at least 0.</param>
internal sealed record ExponentialApproach(double Time) : SpectralFunction(Time)
{
    /// <inheritdoc/>
    public override double Value(double a) => -ExponentialFunctions.Expm1(-Time * a);

    // Written with expm1 from the larger exponential downwards, the sinhc form neither cancels nor overflows.
    /// <inheritdoc/>
    public override double DividedDifference(double a, double b) =>
        Time * Math.Exp(-Time * Math.Min(a, b)) * ExponentialFunctions.Phi1(-Time * Math.Abs(a - b));
}

/// <summary>The response to a constant force: t phi_1(-t a) = (1 - e^(-t a))/a = integral_0^t e^(-s a) ds, from t at a = 0 downwards.</summary>
/// <param name="Time">t, at least 0.</param>
internal sealed record ExponentialResponse(double Time) : SpectralFunction(Time)
{
    private static readonly QuadratureRule Rule = QuadratureRule.GaussLegendre(16);

    /// <inheritdoc/>
    public override double Value(double a) => Time * ExponentialFunctions.Phi1(-Time * a);

    /// <inheritdoc/>
    public override double DividedDifference(double a, double b)
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        if (Time * (high - low) > 1 && high > 2 * low) return (Value(high) - Value(low)) / (high - low);

        // f[a, b] is the mean of f' between them: no difference is taken where it would cancel.
        var sum = 0.0;
        for (var k = 0; k < Rule.Nodes.Count; k++) sum += Rule.Weights[k] / 2 * Slope(low + (high - low) * (1 + Rule.Nodes[k]) / 2);
        return sum;
    }

    // f' = -t^2 phi_1'(-t a), by its series near 0.
    private double Slope(double a)
    {
        var z = -Time * a;
        if (z < -1) return (Time * Math.Exp(z) - Value(a)) / a;
        var (sum, power) = (0.0, 0.5);
        for (var k = 1; k < 22; k++)
        {
            sum += k * power;
            power *= z / (k + 2);
        }

        return -Time * Time * sum;
    }
}
