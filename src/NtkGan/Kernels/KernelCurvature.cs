using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel of the distance near distance 0: K(tau) = Peak - Gamma tau^2/2 + Cubic tau^3 + Kappa tau^4/8 + ..., exact coefficients
/// from the kernel's own formula on <see cref="PowerSeries"/>. The numbers from which the theory of isolated points is made.</summary>
/// <param name="Peak">K(0).</param>
/// <param name="Gamma">-K''(0), above 0; Gaussian and rational quadratic 1/l^2.</param>
/// <param name="Cubic">The coefficient of tau^3: 0 for kernels with three derivatives at 0, such as the Gaussian; not 0 for Matern 3/2.</param>
/// <param name="Kappa">K''''(0)/3, the coefficient of tau^4 times 8; Gaussian 1/l^4. It is a fourth derivative only where <see cref="Cubic"/> is 0.</param>
public sealed record KernelCurvature(double Peak, double Gamma, double Cubic, double Kappa)
{
    private const double Rounding = 1e-12;

    /// <summary>The width sigma = sqrt(K(0)/Gamma): the length scale of a Gaussian, and in general that of the Gaussian K(0) exp(-tau^2/(2 sigma^2))
    /// with the same curvature.</summary>
    public double Width => Math.Sqrt(Peak / Gamma);

    /// <summary>True if the kernel has a fourth derivative at 0, which second moment models need.</summary>
    public bool HasKappa => Cubic == 0;

    /// <summary>The curvature of a kernel.</summary>
    /// <exception cref="UsageException">The kernel has none; the message is that of <see cref="Obstacle"/>.</exception>
    public static KernelCurvature Of(Kernel kernel) =>
        Obstacle(kernel) is { } obstacle ? throw new UsageException(obstacle) : Read(kernel);

    /// <summary>Why a kernel has no curvature at distance 0, in one sentence; null if it has one.</summary>
    public static string? Obstacle(Kernel kernel)
    {
        if (!kernel.IsRadial)
            return $"The kernel '{Catalog.NameOf(kernel.GetType())}' depends on more than the distance of two points, so it has no width and no linear theory of isolated points: choose a radial kernel.";
        var series = Series(kernel);
        if (!Enumerable.Range(0, PowerSeries.Degree + 1).All(power => double.IsFinite(series[power])))
            return $"The derivatives of the kernel '{Catalog.NameOf(kernel.GetType())}' at distance 0 overflow, so the linear theory has no numbers: choose a larger length.";
        if (series[1] != 0)
            return $"The kernel '{Catalog.NameOf(kernel.GetType())}' has a kink at distance 0, where its second derivative does not exist, so the linear theory does not apply: choose a smoother kernel, such as gaussian.";
        return series[0] > 0 && series[2] < 0 ? null
            : $"The kernel '{Catalog.NameOf(kernel.GetType())}' is not a positive bump at distance 0, so the linear theory does not apply: choose a kernel such as gaussian.";
    }

    /// <summary>The expansion of K in the distance at 0. Odd coefficients that are rounding at the kernel's own width count as 0.</summary>
    internal static PowerSeries Series(Kernel kernel)
    {
        var series = kernel.AtSquaredDistance(PowerSeries.Variable * PowerSeries.Variable);
        var squaredWidth = Math.Abs(series[0] / series[2]);
        PowerSeries Negligible(int power, double scale) =>
            Math.Abs(series[power]) * scale * Math.Sqrt(squaredWidth) <= Rounding * Math.Abs(series[0]) ? series[power] : 0;
        var variable = PowerSeries.Variable;
        return series - variable * (Negligible(1, 1) + variable * variable * Negligible(3, squaredWidth));
    }

    private static KernelCurvature Read(Kernel kernel)
    {
        var series = Series(kernel);
        return new(series[0], -2 * series[2], series[3], 8 * series[4]);
    }
}
