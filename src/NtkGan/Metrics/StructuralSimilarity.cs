using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The structural twin of the average maximum similarity (<c>amssim</c>): the mean over generated images of the largest SSIM with a target image
/// (Wang et al. 2004; 4 taps of a Gaussian of deviation 1.5, k1 0.01, k2 0.03, windows inside the image, mean over windows and channels). 1 for copies. The
/// dynamic range is that of the display, or else that of the target; images smaller than a window are one window.</summary>
public sealed record StructuralSimilarity : Metric
{
    private const int Taps = 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["amssim"];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (input.Shape is not { IsImage: true } shape) return [MetricValue.Unavailable("amssim", "The points are no images; structural similarity needs data of images.")];
        var range = input.Display is { } display ? Math.Abs(display.White - display.Black) : Span(input.Target);
        var (first, second) = (Math.Pow(0.01 * range, 2), Math.Pow(0.03 * range, 2));
        var windows = new GaussianWindows(shape, Taps);
        Moments[] x = MomentsOf(input.Generated, windows), y = MomentsOf(input.Target, windows);
        var largest = new double[x.Length];
        Workers.ForBlocks(x.Length, 4, () => (Product: new double[shape.Dimension], Across: new double[windows.Across], Cross: new double[windows.Count]), (start, end, scratch) =>
        {
            for (var i = start; i < end; i++)
            {
                largest[i] = double.NegativeInfinity;
                for (var j = 0; j < y.Length; j++)
                {
                    var left = input.Generated.Row(i);
                    var right = input.Target.Row(j);
                    for (var p = 0; p < scratch.Product.Length; p++) scratch.Product[p] = left[p] * right[p];
                    windows.Filter(scratch.Product, scratch.Across, scratch.Cross);
                    largest[i] = Math.Max(largest[i], Similarity(x[i], y[j], scratch.Cross, first, second));
                }
            }
        });
        return [new("amssim", largest.Average(), MetricStatus.Exact, 64 * Math.ScaleB(1, -52))];
    }

    private static double Similarity(Moments x, Moments y, double[] cross, double first, double second)
    {
        var sum = 0.0;
        for (var w = 0; w < cross.Length; w++)
        {
            var (mx, my) = (x.Mean[w], y.Mean[w]);
            var (top, bottom) = ((2 * mx * my + first) * (2 * (cross[w] - mx * my) + second),
                (mx * mx + my * my + first) * (x.Square[w] - mx * mx + y.Square[w] - my * my + second));
            sum += top == bottom ? 1 : top / bottom; // images of zeros and a range of 0 too
        }

        return sum / cross.Length;
    }

    private static double Span(Matrix points)
    {
        var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in points.Values) (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        return largest - least;
    }

    private static Moments[] MomentsOf(Matrix images, GaussianWindows windows)
    {
        var result = new Moments[images.Rows];
        var (across, squares) = (new double[windows.Across], new double[images.Columns]);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = new(new double[windows.Count], new double[windows.Count]);
            var row = images.Row(i);
            for (var p = 0; p < squares.Length; p++) squares[p] = row[p] * row[p];
            windows.Filter(row, across, result[i].Mean);
            windows.Filter(squares, across, result[i].Square);
        }

        return result;
    }

    private sealed record Moments(double[] Mean, double[] Square);
}
