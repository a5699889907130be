using System.Collections.Concurrent;

namespace NtkGan.Numerics;

/// <summary>A rule integral of f = sum_i w_i f(x_i). Nodes ascend, weights are positive; both are symmetric about the middle to the last bit.</summary>
/// <param name="Nodes">x_i.</param>
/// <param name="Weights">w_i.</param>
internal sealed record QuadratureRule(ValueList<double> Nodes, ValueList<double> Weights)
{
    private static readonly ConcurrentDictionary<int, QuadratureRule> Legendre = new(), Hermite = new();

    /// <summary>The Gauss-Legendre rule: the integral over [-1, 1], exact for polynomials of degree 2n - 1. Computed once for each n.</summary>
    /// <param name="order">Number n of nodes, 1 to 2000.</param>
    /// <exception cref="UsageException">The order is out of range.</exception>
    public static QuadratureRule GaussLegendre(int order) => Legendre.GetOrAdd(Checked(order), MakeLegendre);

    /// <summary>The Gauss-Hermite rule of the standard normal distribution: E[f(Z)], exact for polynomials of degree 2n - 1. Outer weights of
    /// high orders underflow to 0. Computed once for each n.</summary>
    /// <param name="order">Number n of nodes, 1 to 2000.</param>
    /// <exception cref="UsageException">The order is out of range.</exception>
    public static QuadratureRule GaussHermite(int order) => Hermite.GetOrAdd(Checked(order), MakeHermite);

    private static int Checked(int order) =>
        order is >= 1 and <= 2000 ? order : throw new UsageException($"A quadrature rule needs an order of 1 to 2000, not {order}.");

    private static QuadratureRule MakeLegendre(int n) => Symmetric(n, k =>
    {
        // Newton's method on P_n from an asymptotic guess; weight 2/((1 - x^2) P_n'(x)^2).
        var x = Math.Cos(Math.PI * (k + 0.75) / (n + 0.5));
        return Newton(x, z =>
        {
            double before = 1, value = z;
            for (var l = 2; l <= n; l++) (before, value) = (value, ((2 * l - 1) * z * value - (l - 1) * before) / l);
            var slope = n * (before - z * value) / ((1 - z) * (1 + z));
            return (value / slope, 2 / ((1 - z) * (1 + z) * slope * slope));
        });
    });

    private static QuadratureRule MakeHermite(int n) => Symmetric(n, k =>
    {
        // Zeros of h_n near 2 sqrt(n + 1/2) cos a with 2a - sin 2a = pi (4k + 3)/(2n + 1) (Szego); weight 1/(n h_{n-1}(x)^2).
        var target = Math.PI * (4 * k + 3) / (2 * n + 1);
        var angle = target / 2;
        for (var step = 0; step < 60; step++)
            angle = Math.Clamp(angle - (2 * angle - Math.Sin(2 * angle) - target) / Math.Max(2 - 2 * Math.Cos(2 * angle), 1e-3), 0, Math.PI / 2);
        return Newton(2 * Math.Sqrt(n + 0.5) * Math.Cos(angle), z =>
        {
            double before = 0, value = 1, logarithm = 0;
            for (var l = 1; l <= n; l++)
            {
                (before, value) = (value, (z * value - Math.Sqrt(l - 1) * before) / Math.Sqrt(l));
                if (Math.Abs(value) < 1e100) continue;
                (before, value, logarithm) = (before * 1e-100, value * 1e-100, logarithm + 100 * Math.Log(10));
            }

            return (value / (Math.Sqrt(n) * before), Math.Exp(-2 * (Math.Log(Math.Abs(before)) + logarithm)) / n);
        });
    });

    /// <summary>A zero by Newton's method, with its weight; the function gives the step and the weight.</summary>
    private static (double Node, double Weight) Newton(double x, Func<double, (double Step, double Weight)> function)
    {
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var (step, _) = function(x);
            x -= step;
            if (Math.Abs(step) <= 4e-16 * Math.Max(1, Math.Abs(x))) break;
        }

        return (x, function(x).Weight);
    }

    // The upper half of the zeros, k = 0 the largest, and its mirror image; the middle one of an odd rule is 0.
    private static QuadratureRule Symmetric(int n, Func<int, (double Node, double Weight)> zero)
    {
        double[] nodes = new double[n], weights = new double[n];
        for (var k = 0; k < (n + 1) / 2; k++)
        {
            var (node, weight) = zero(k);
            if (2 * k + 1 == n) node = 0;
            (nodes[n - 1 - k], nodes[k]) = (node, -node);
            weights[k] = weights[n - 1 - k] = weight;
        }

        return new(ValueList.From(nodes), ValueList.From(weights));
    }
}
