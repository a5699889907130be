using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The structural twin of the average maximum similarity (<c>amssim</c>): the mean over generated images of the largest SSIM with a target image
/// (Wang et al. 2004; 4 taps of a Gaussian of deviation 1.5, k1 0.01, k2 0.03, windows inside the image, mean over windows and channels). 1 for copies. The
/// dynamic range is that of the display, or else that of the target; images smaller than a window are one window.</summary>
public sealed record StructuralSimilarity : Metric
{
    private const double Deviation = 1.5;
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
        var windows = new Windows(shape);
        Moments[] x = windows.Of(input.Generated), y = windows.Of(input.Target);
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

    private sealed record Moments(double[] Mean, double[] Square);

    // Gaussian means over all windows inside an image, along rows, then along columns.
    private sealed class Windows
    {
        private readonly PointShape _shape;
        private readonly double[] _down, _along;

        public Windows(PointShape shape) => (_shape, _down, _along) = (shape, Weights(Math.Min(Taps, shape.Height)), Weights(Math.Min(Taps, shape.Width)));

        private int Wide => _shape.Width - _along.Length + 1;

        private int High => _shape.Height - _down.Length + 1;

        public int Across => _shape.Height * Wide * _shape.Channels;

        public int Count => High * Wide * _shape.Channels;

        public Moments[] Of(Matrix images)
        {
            var result = new Moments[images.Rows];
            var (across, squares) = (new double[Across], new double[_shape.Dimension]);
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = new(new double[Count], new double[Count]);
                var row = images.Row(i);
                for (var p = 0; p < squares.Length; p++) squares[p] = row[p] * row[p];
                Filter(row, across, result[i].Mean);
                Filter(squares, across, result[i].Square);
            }

            return result;
        }

        public void Filter(ReadOnlySpan<double> image, double[] across, double[] result)
        {
            var (channels, wide, stride) = (_shape.Channels, Wide * _shape.Channels, _shape.Width * _shape.Channels);
            for (var r = 0; r < _shape.Height; r++)
                for (var c = 0; c < wide; c++)
                {
                    var sum = 0.0;
                    for (var t = 0; t < _along.Length; t++) sum += _along[t] * image[r * stride + c + t * channels];
                    across[r * wide + c] = sum;
                }

            for (var r = 0; r < High; r++)
                for (var c = 0; c < wide; c++)
                {
                    var sum = 0.0;
                    for (var t = 0; t < _down.Length; t++) sum += _down[t] * across[(r + t) * wide + c];
                    result[r * wide + c] = sum;
                }
        }

        private static double[] Weights(int taps)
        {
            double[] weights = [.. Enumerable.Range(0, taps).Select(t => Math.Exp(-Math.Pow((t - (taps - 1) / 2.0) / Deviation, 2) / 2))];
            var sum = weights.Sum();
            return [.. weights.Select(weight => weight / sum)];
        }
    }
}
