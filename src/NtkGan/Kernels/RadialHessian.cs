using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Value and derivatives of a radial kernel k(x, y) = phi(s), s = |x - y|^2, through second order: with v = x - y the gradient in x is
/// Across v and the second derivative in x is Across I + Rank v v^T, that is, Across = 2 phi'(s) and Rank = 4 phi''(s).</summary>
internal sealed class RadialHessian
{
    // Below this share of the squared width the expansion at 0 is right to 1e-9, and jets through sqrt(s) no longer are.
    private const double NearZero = 1e-7;

    private readonly Kernel _kernel;
    private readonly PowerSeries _series;
    private readonly double _near;

    public RadialHessian(Kernel kernel)
    {
        _kernel = kernel;
        _series = KernelCurvature.Series(kernel);
        _near = _series[1] == 0 && _series[2] != 0 ? NearZero * Math.Abs(_series[0] / _series[2]) : 0;
    }

    /// <summary>At a squared distance.</summary>
    /// <exception cref="NumericalException">The distance is 0 and the kernel has a kink there.</exception>
    public (double Value, double Across, double Rank) At(double squaredDistance)
    {
        if (squaredDistance <= _near && _series[1] == 0)
        {
            // k = sum c_i tau^i: Across = k'/tau, Rank = (k'' - k'/tau)/tau^2; a cubic's Rank is infinite at tau = 0, where v v^T makes it 0.
            var tau = Math.Sqrt(squaredDistance);
            return (_series[0] + squaredDistance * (_series[2] + tau * (_series[3] + tau * _series[4])),
                2 * _series[2] + tau * (3 * _series[3] + 4 * _series[4] * tau),
                (tau > 0 ? 3 * _series[3] / tau : 0) + 8 * _series[4]);
        }

        if (squaredDistance == 0)
            throw new NumericalException("The kernel has a kink at distance 0 and no second derivative there: choose a smoother kernel, such as gaussian.");
        var jet = _kernel.AtSquaredDistance(Jet.Variable(Jet.Variable<Real>(squaredDistance)));
        return (jet.Value.Value.Value, 2 * jet.Slope.Value.Value, 4 * jet.Slope.Slope.Value);
    }
}
