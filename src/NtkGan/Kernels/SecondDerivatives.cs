using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The second derivatives of a kernel k(x, y) at a pair of points, which linearise a game of points around an equilibrium.</summary>
/// <param name="Mixed">grad_x grad_y^T k, d x d: entry (a, b) is the derivative in x_a and y_b.</param>
/// <param name="Pure">grad_x grad_x^T k, d x d, symmetric; for radial kernels -<see cref="Mixed"/>.</param>
public sealed record SecondDerivatives(Matrix Mixed, Matrix Pure)
{
    private const double Step = 1e-4;

    /// <summary>The second derivatives at a pair. Radial kernels: v = x - y and <see cref="RadialHessian"/>, right to about 1e-9 of K''(0)
    /// (to rounding for Gaussians and other formulas in the squared distance). Any other kernel: central differences of its gradient with
    /// steps of 1e-4 and 2e-4 of the larger of |x| and |y| (of 1 where both are 0), extrapolated, right to about 1e-10 where the kernel has six derivatives.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="x">d coordinates.</param>
    /// <param name="y">d coordinates.</param>
    /// <exception cref="NumericalException">The kernel has no second derivative at this pair, such as a kink at coincident points.</exception>
    public static SecondDerivatives Of(Kernel kernel, ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        kernel.IsRadial ? OfRadial(kernel, x, y) : ByDifferences(kernel, x, y);

    private static SecondDerivatives OfRadial(Kernel kernel, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var d = x.Length;
        var difference = new double[d];
        for (var c = 0; c < d; c++) difference[c] = x[c] - y[c];
        var hessian = new RadialHessian(kernel).At(DotProduct.Of(difference, difference));
        var (mixed, pure) = (new Matrix(d, d), new Matrix(d, d));
        for (var a = 0; a < d; a++)
        {
            for (var b = 0; b < d; b++)
            {
                pure[a, b] = (a == b ? hessian.Across : 0) + hessian.Rank * difference[a] * difference[b];
                mixed[a, b] = -pure[a, b];
            }
        }

        return new(mixed, pure);
    }

    private static SecondDerivatives ByDifferences(Kernel kernel, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var d = x.Length;
        var (mixed, pure) = (new Matrix(d, d), new Matrix(d, d));
        var size = Math.Sqrt(Math.Max(DotProduct.Of(x, x), DotProduct.Of(y, y)));
        var step = Step * (size > 0 ? size : 1);
        for (var c = 0; c < d; c++)
        {
            var (inX, inY) = (Extrapolated(kernel, x, y, c, step, true), Extrapolated(kernel, x, y, c, step, false));
            for (var a = 0; a < d; a++) (pure[a, c], mixed[a, c]) = (inX[a], inY[a]);
        }

        return new(mixed, pure);
    }

    // d/dc of the gradient in x, as (4 D(h) - D(2h))/3; where both differ much, a kink lies between.
    private static double[] Extrapolated(Kernel kernel, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int coordinate, double step, bool first)
    {
        var (narrow, wide) = (Difference(kernel, x, y, coordinate, step, first), Difference(kernel, x, y, coordinate, 2 * step, first));
        var (largest, change, gradient) = (0.0, 0.0, 0.0);
        foreach (var value in kernel.Pullback(new(1, x.Length, x.ToArray()), new(1, y.Length, y.ToArray()), Matrix.Column(1)).Values) gradient = Math.Max(gradient, Math.Abs(value));
        for (var a = 0; a < narrow.Length; a++)
        {
            largest = Math.Max(largest, Math.Abs(narrow[a]));
            change = Math.Max(change, Math.Abs(narrow[a] - wide[a]));
            narrow[a] = (4 * narrow[a] - wide[a]) / 3;
        }

        // Beside the derivatives, and the rounding of differences of gradients.
        return change <= 1e-3 * largest + 1e-9 * gradient / step ? narrow
            : throw new NumericalException("The kernel has no second derivative at a pair of points of this configuration: choose a kernel with a smooth activation, or a radial one.");
    }

    private static double[] Difference(Kernel kernel, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int coordinate, double step, bool first)
    {
        double[] Gradient(double shift, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            var (left, right) = (new Matrix(1, x.Length, x.ToArray()), new Matrix(1, y.Length, y.ToArray()));
            (first ? left : right)[0, coordinate] += shift;
            return kernel.Pullback(left, right, Matrix.Column(1)).Values.ToArray();
        }

        var (forward, backward) = (Gradient(step, x, y), Gradient(-step, x, y));
        for (var a = 0; a < forward.Length; a++) forward[a] = (forward[a] - backward[a]) / (2 * step);
        return forward;
    }
}
