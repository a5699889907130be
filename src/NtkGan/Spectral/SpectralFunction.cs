using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function f of eigenvalues a, to be applied to symmetric matrices: what training for a time t makes of a constant force.</summary>
/// <param name="Time">t, at least 0; infinite where f has a limit.</param>
internal abstract record SpectralFunction(double Time)
{
    /// <summary>t.</summary>
    public double Time { get; init => field = AtLeastZero(value); } = AtLeastZero(Time);

    /// <summary>Whether f exists at negative a; else a matrix with a negative eigenvalue beyond rounding is refused.</summary>
    public virtual bool ExistsBelowZero => true;

    /// <summary>f(a).</summary>
    public abstract double Value(double a);

    /// <summary>f at an eigenvalue as it was computed. Negative ones that may be rounding count as 0. Those within rounding of 0 are of the null space: in it
    /// the response to a force grows as t without moving A times it, and once rounding would move that by 1e-7 of the force, from a time T on, it takes
    /// T^2/t in place of t: nothing drifts, and the limit is that of the pseudo-inverse.</summary>
    /// <param name="eigenvalue">a with the rounding of its decomposition.</param>
    /// <param name="spectrum">The spectrum that it is of.</param>
    /// <exception cref="UsageException">f does not exist there.</exception>
    public double At(double eigenvalue, SpectrumScale spectrum)
    {
        var a = spectrum.Cleared(eigenvalue);
        if (a < 0 && !ExistsBelowZero) throw spectrum.Refusal(a);
        if (Time < spectrum.Stillness || Math.Abs(a) > spectrum.Floor) return Value(a);
        return double.IsInfinity(Time) ? 0 : Value(0) * (spectrum.Stillness / Time) * (spectrum.Stillness / Time);
    }

    private static double AtLeastZero(double time) => double.IsPositiveInfinity(time) ? time : Require.NonNegative(time, nameof(Time));
}

/// <summary>A function made of exponentials e^(-s a), 0 &lt;= s &lt;= t, with its divided differences f[a, b] = (f(a) - f(b))/(a - b), f[a, a] = f'(a): rational
/// Krylov spaces suit it, and so does the adjoint. Everything is finite for a, b >= 0, also where a = b and at 0.</summary>
/// <param name="Time">t, at least 0.</param>
internal abstract record ExponentialFunction(double Time) : SpectralFunction(Time)
{
    /// <summary>f[a, b] = f[b, a], for a finite t.</summary>
    public abstract double DividedDifference(double a, double b);
}

/// <summary>How far gradient flow has come: 1 - e^(-t a), from 0 at a = 0 to 1.
/// f[a, b] = t e^(-t (a + b)/2) sinhc(t (a - b)/2).</summary>
/// <param name="Time">t, at least 0 and finite.</param>
internal sealed record ExponentialApproach(double Time) : ExponentialFunction(Time)
{
    /// <inheritdoc/>
    public override double Value(double a) => -ExponentialFunctions.Expm1(-Time * a);

    // Written with expm1 from the larger exponential downwards, the sinhc form neither cancels nor overflows.
    /// <inheritdoc/>
    public override double DividedDifference(double a, double b) =>
        Time * Math.Exp(-Time * Math.Min(a, b)) * ExponentialFunctions.Phi1(-Time * Math.Abs(a - b));
}

/// <summary>The response to a constant force: t phi_1(-t a) = (1 - e^(-t a))/a = integral_0^t e^(-s a) ds, from t at a = 0 downwards; at t = infinity
/// 1/a, of a matrix its pseudo-inverse.</summary>
/// <param name="Time">t, at least 0; may be infinite.</param>
internal sealed record ExponentialResponse(double Time) : ExponentialFunction(Time)
{
    private static readonly QuadratureRule Rule = QuadratureRule.GaussLegendre(16);

    /// <inheritdoc/>
    public override bool ExistsBelowZero => double.IsFinite(Time);

    /// <inheritdoc/>
    public override double Value(double a) => double.IsInfinity(Time) ? 1 / a : Time * ExponentialFunctions.Phi1(-Time * a);

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
