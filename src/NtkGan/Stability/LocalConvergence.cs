using System.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Stability;

/// <summary>The eigenvalues of a region with one generated point in the closed form of "Local Convergence of Gradient Descent-Ascent for Training Generative
/// Adversarial Networks" (2023), for the simultaneous update with kernel of curvature gamma = 1/sigma^2; mu = eta_g/eta_d, Delta = p - q.
/// For n points of mass q take <see cref="TruePointDynamics"/>, whose difference modes are <see cref="RhoB"/> with Delta = p - n q.</summary>
/// <param name="Width">sigma > 0.</param>
/// <param name="Regularisation">lambda > 0.</param>
/// <param name="DiscriminatorRate">eta_d > 0.</param>
/// <param name="Ratio">mu > 0; 1 in the published maps.</param>
/// <param name="RealMass">p > 0.</param>
/// <param name="GeneratedMass">q > 0.</param>
public readonly record struct LocalConvergence(
    double Width, double Regularisation, double DiscriminatorRate, double Ratio = 1, double RealMass = 1, double GeneratedMass = 1)
{
    /// <summary>Delta = p - q.</summary>
    public double Imbalance => RealMass - GeneratedMass;

    /// <summary>rho_a = 1 - eta lambda.</summary>
    public double RhoA => 1 - DiscriminatorRate * Regularisation;

    /// <summary>rho_b = 1 - eta mu q Delta/(lambda sigma^2).</summary>
    public double RhoB => 1 - DiscriminatorRate * Pull;

    /// <summary>rho_c = 1 - eta (m +- sqrt(m^2 - mu q p/sigma^2)), m = (lambda + mu q Delta/(lambda sigma^2))/2: the minus branch first, which is
    /// the larger real value, or the one with an imaginary part above 0.</summary>
    public (Complex First, Complex Second) RhoC
    {
        get
        {
            var (damping, spring) = (Regularisation + Pull, Ratio * GeneratedMass * RealMass / (Width * Width));
            var exponents = GeneralEigen.Values(damping, spring);
            var (first, second) = (1 - DiscriminatorRate * exponents[1], 1 - DiscriminatorRate * exponents[0]);
            return (first, second);
        }
    }

    /// <summary>The rate max(|rho_a|, |rho_b|, |rho_c|): below 1 it converges, above it diverges; infinite where numbers so
    /// extreme overflow on the way to it. The published maps show its square.</summary>
    public double Rate
    {
        get
        {
            var (first, second) = RhoC;
            var rate = Math.Max(Math.Max(Math.Abs(RhoA), Math.Abs(RhoB)), Math.Max(Complex.Abs(first), Complex.Abs(second)));
            return double.IsNaN(rate) ? double.PositiveInfinity : rate;
        }
    }

    /// <summary>True if rho_c is complex: the point swings about its true point.</summary>
    public bool Oscillates => RhoC.First.Imaginary != 0;

    /// <summary>The widths between which rho_c is complex: gamma between lambda^2/(mu q Delta^2) (2p - Delta -+ 2 sqrt(p (p - Delta))); for Delta = 0 every
    /// width below 2 sqrt(mu q p)/lambda (from 0).</summary>
    public (double Low, double High) OscillationWidths
    {
        get
        {
            // (2p - Delta -+ 2 sqrt(p(p - Delta))) = (sqrt p -+ sqrt q)^2, and Delta = (sqrt p - sqrt q)(sqrt p + sqrt q).
            var (root, other, scale) = (Math.Sqrt(RealMass), Math.Sqrt(GeneratedMass), Math.Sqrt(Ratio * GeneratedMass) / Regularisation);
            return (scale * Math.Abs(root - other), scale * (root + other));
        }
    }

    /// <summary>The width at which rho_a = rho_b: sqrt(mu q Delta)/lambda, for Delta > 0. Down from it to the instability the rate stays 1 - eta lambda: narrower
    /// kernels do not help. 0 for Delta &lt;= 0, where there is no such line.</summary>
    public double SaturationWidth => Math.Sqrt(Ratio * GeneratedMass * Math.Max(0, Imbalance)) / Regularisation;

    /// <summary>The rate that wide kernels approach, 1 - eta mu q Delta/(lambda sigma^2): the gradient vanishes.</summary>
    public double WideRate => RhoB;

    private double Pull => Ratio * GeneratedMass * Imbalance / (Regularisation * Width * Width);
}
