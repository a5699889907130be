using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>1 - SSIM + the mean of |made - point|, of images: the loss of the autoencoder of GA-NTK (Zhang et al. 2022). SSIM is the mean structural similarity of
/// windows inside the image (Wang et al. 2004; 11 taps of a Gaussian of deviation 1.5, k1 0.01, k2 0.03), its dynamic range from black to white.</summary>
public sealed record StructuralError : ReconstructionLoss
{
    private const int Taps = 11;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> made, ReadOnlySpan<double> point, PointShape shape, DisplayRange? display, Span<double> slope)
    {
        if (!shape.IsImage || display is not { } ends)
            throw new UsageException("The structural error is one of images with a known black and white: take the squared error for these data.");
        var windows = new GaussianWindows(shape, Taps);
        var (similarity, absolute) = (SlopeOfSimilarity(made, point, windows, Math.Abs(ends.White - ends.Black), slope), 0.0);
        for (var k = 0; k < made.Length; k++)
        {
            absolute += Math.Abs(made[k] - point[k]);
            slope[k] = Math.Sign(made[k] - point[k]) / (double)made.Length - slope[k];
        }

        return 1 - similarity + absolute / made.Length;
    }

    // S = A1 A2/(B1 B2) of a window is a function of the Gaussian means of x, x^2 and x y there; the adjoint of the means spreads its derivatives.
    private static double SlopeOfSimilarity(ReadOnlySpan<double> x, ReadOnlySpan<double> y, GaussianWindows windows, double range, Span<double> slope)
    {
        double[] squares = new double[x.Length], others = new double[x.Length], products = new double[x.Length];
        for (var p = 0; p < x.Length; p++) (squares[p], others[p], products[p]) = (x[p] * x[p], y[p] * y[p], x[p] * y[p]);
        double[] mean = windows.Mean(x), otherMean = windows.Mean(y), square = windows.Mean(squares), otherSquare = windows.Mean(others), product = windows.Mean(products);
        var (first, second, sum) = (Math.Pow(0.01 * range, 2), Math.Pow(0.03 * range, 2), 0.0);
        for (var w = 0; w < mean.Length; w++)
        {
            var (mx, my) = (mean[w], otherMean[w]);
            var (a1, a2) = (2 * mx * my + first, 2 * (product[w] - mx * my) + second);
            var (b1, b2) = (mx * mx + my * my + first, square[w] - mx * mx + otherSquare[w] - my * my + second);
            var (similarity, share) = (a1 * a2 / (b1 * b2), 1.0 / mean.Length);
            sum += similarity;
            mean[w] = share * (2 * my * (a2 - a1) / (b1 * b2) - similarity * 2 * mx * (1 / b1 - 1 / b2));
            square[w] = -share * similarity / b2;
            product[w] = share * 2 * a1 / (b1 * b2);
        }

        double[] byMean = windows.Spread(mean), bySquare = windows.Spread(square), byProduct = windows.Spread(product);
        for (var p = 0; p < x.Length; p++) slope[p] = byMean[p] + 2 * x[p] * bySquare[p] + y[p] * byProduct[p];
        return sum / mean.Length;
    }
}
