using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Experiments;

/// <summary>How much of what a kernel makes of the differences of points is rounding, measured on its Gram matrix: of kernels whose values are right to their last
/// digits, however small a part of these the differences are.</summary>
internal static class GramLoss
{
    // Layers round one after the other.
    private const double Rounding = 8.0 / (1L << 52);
    private const int Tried = 24;

    /// <summary>The share of rounding.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">The points, n x d; a part of them is looked at.</param>
    /// <param name="time">Training time, points weighing 1 together: an eigenvalue l of K/n, rounding beside the largest, errs by that over l, but no
    /// further than the time reaches; 0 for values of expansions whose coefficients sum to 0, where k(x, x) rounds what is left of it about its mean.</param>
    public static double Of(Kernel kernel, Matrix points, double time)
    {
        var count = Math.Min(points.Rows, Tried);
        var some = points.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * points.Rows / count))]);
        var gram = Gram(kernel, some);
        if (gram is null) return 0;
        var (own, mean) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            own += gram[i, i] / count;
            for (var j = 0; j < count; j++) mean += gram[i, j] / count / count;
        }

        var values = Rounding * own / Math.Max(own - mean, Rounding * own);
        if (!(time > 0)) return values;
        var spectrum = SymmetricEigen.ValuesOf(gram);
        var (least, largest) = (spectrum.Min() / count, spectrum.Max() / count);
        return Rounding * largest * Math.Min(time, 1 / Math.Max(least, Rounding * largest));
    }

    // What cannot be had there says so itself.
    private static Matrix? Gram(Kernel kernel, Matrix points)
    {
        try
        {
            return kernel.Gram(points);
        }
        catch (NumericalException)
        {
            return null;
        }
    }
}
