using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>Gaussian means over all windows inside an image, along rows, then along columns, channel by channel; an image smaller than a window is one window.</summary>
/// <param name="shape">The image.</param>
/// <param name="taps">Rows and columns of a window.</param>
internal sealed class GaussianWindows(PointShape shape, int taps)
{
    private const double Deviation = 1.5;

    private readonly double[] _down = Weights(Math.Min(taps, shape.Height)), _along = Weights(Math.Min(taps, shape.Width));

    /// <summary>Numbers of an image that is filtered along rows alone.</summary>
    public int Across => shape.Height * Wide;

    /// <summary>Windows, times channels.</summary>
    public int Count => High * Wide;

    private int Wide => (shape.Width - _along.Length + 1) * shape.Channels;

    private int High => shape.Height - _down.Length + 1;

    /// <summary>The means.</summary>
    /// <param name="image">The image.</param>
    public double[] Mean(ReadOnlySpan<double> image)
    {
        var result = new double[Count];
        Filter(image, new double[Across], result);
        return result;
    }

    /// <summary>The means, into arrays that are there already.</summary>
    /// <param name="image">The image.</param>
    /// <param name="across">Room for <see cref="Across"/> numbers.</param>
    /// <param name="result">Receives <see cref="Count"/> means.</param>
    public void Filter(ReadOnlySpan<double> image, double[] across, double[] result)
    {
        var (channels, wide, stride) = (shape.Channels, Wide, shape.Width * shape.Channels);
        for (var r = 0; r < shape.Height; r++)
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

    /// <summary>The adjoint of the means: an image of the sums over the windows that see a pixel.</summary>
    /// <param name="windows">A number for each mean.</param>
    public double[] Spread(ReadOnlySpan<double> windows)
    {
        var (channels, wide, stride) = (shape.Channels, Wide, shape.Width * shape.Channels);
        var (across, result) = (new double[Across], new double[shape.Dimension]);
        for (var r = 0; r < High; r++)
            for (var t = 0; t < _down.Length; t++) DotProduct.Add(_down[t], windows.Slice(r * wide, wide), across.AsSpan((r + t) * wide, wide));
        for (var r = 0; r < shape.Height; r++)
            for (var t = 0; t < _along.Length; t++) DotProduct.Add(_along[t], across.AsSpan(r * wide, wide), result.AsSpan(r * stride + t * channels, wide));
        return result;
    }

    private static double[] Weights(int taps)
    {
        double[] weights = [.. Enumerable.Range(0, taps).Select(t => Math.Exp(-Math.Pow((t - (taps - 1) / 2.0) / Deviation, 2) / 2))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
