using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>E[f(u) g(v)] in polar coordinates u = sqrt(q11) r cos(a), v = sqrt(q22) r cos(a - theta), cut at the rays where u or v is 0: exact for
/// kinks at 0, and independent of the library's own quadrature.</summary>
internal static class PolarQuadrature
{
    private const double End = 15;

    private static readonly QuadratureRule Angles = QuadratureRule.GaussLegendre(64), Radii = QuadratureRule.GaussLegendre(32);

    /// <summary>N and D from the activation's own Value.</summary>
    public static (double Covariance, double Derivative) Of(Activation activation, double q11, double q12, double q22)
    {
        var theta = Math.Atan2(Math.Sqrt(Math.Max(q11 * q22 - q12 * q12, 0)), q12);
        Span<double> rays = [-Math.PI / 2, theta - Math.PI / 2, Math.PI / 2, theta + Math.PI / 2, 3 * Math.PI / 2];
        var (covariance, derivative) = (0.0, 0.0);
        for (var sector = 0; sector < 4; sector++)
        {
            var half = (rays[sector + 1] - rays[sector]) / 2;
            if (half < 1e-14) continue;
            for (var i = 0; i < Angles.Nodes.Count; i++)
            {
                var angle = rays[sector] + half * (1 + Angles.Nodes[i]);
                var (alongU, alongV) = (Math.Sqrt(q11) * Math.Cos(angle), Math.Sqrt(q22) * Math.Cos(angle - theta));
                for (var panel = 0; panel < 3; panel++)
                {
                    for (var k = 0; k < Radii.Nodes.Count; k++)
                    {
                        var r = End / 6 * (2 * panel + 1 + Radii.Nodes[k]);
                        var weight = half * Angles.Weights[i] * End / 6 * Radii.Weights[k] * r * Math.Exp(-r * r / 2) / (2 * Math.PI);
                        var (u, v) = (Slope(activation, alongU * r), Slope(activation, alongV * r));
                        covariance += weight * u.Value.Value * v.Value.Value;
                        derivative += weight * u.Slope.Value * v.Slope.Value;
                    }
                }
            }
        }

        return (covariance, derivative);
    }

    private static Jet<Real, Real> Slope(Activation activation, double x) => activation.Value(Jet.Variable<Real>(x));
}
