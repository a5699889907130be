using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>An image of bytes, row after row, the channel running fastest.</summary>
internal sealed record PixelImage(PointShape Shape, byte[] Pixels)
{
    private const int LargestSide = 1 << 16, LargestSize = 1 << 26;

    /// <summary>The luma of colours (ITU-R BT.601), rounded; grey images stay.</summary>
    public PixelImage ToGrey()
    {
        if (Shape.Channels == 1) return this;
        var grey = new byte[Shape.Height * Shape.Width];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (byte)((299 * Pixels[3 * i] + 587 * Pixels[3 * i + 1] + 114 * Pixels[3 * i + 2] + 500) / 1000);
        return new(Shape with { Channels = 1 }, grey);
    }

    /// <summary>The middle of the image; where that is not a whole number of pixels, one pixel nearer to the top and left.</summary>
    /// <exception cref="InvalidDataFormatException">The image is smaller.</exception>
    public PixelImage Crop(int height, int width)
    {
        if ((height, width) == (Shape.Height, Shape.Width)) return this;
        if (height > Shape.Height || width > Shape.Width)
            throw new InvalidDataFormatException($"an image of {Shape.Height} x {Shape.Width} pixels has no middle of {height} x {width}: crop less, or resize with size");
        var (top, left, row) = ((Shape.Height - height) / 2, (Shape.Width - width) / 2, width * Shape.Channels);
        var pixels = new byte[height * row];
        for (var y = 0; y < height; y++)
            Pixels.AsSpan(((top + y) * Shape.Width + left) * Shape.Channels, row).CopyTo(pixels.AsSpan(y * row));
        return new(new(height, width, Shape.Channels), pixels);
    }

    /// <summary>Black on each side.</summary>
    public PixelImage Pad(int margin)
    {
        var shape = new PointShape(Shape.Height + 2 * margin, Shape.Width + 2 * margin, Shape.Channels);
        var (pixels, row) = (new byte[shape.Dimension], Shape.Width * Shape.Channels);
        for (var y = 0; y < Shape.Height; y++)
            Pixels.AsSpan(y * row, row).CopyTo(pixels.AsSpan(((margin + y) * shape.Width + margin) * shape.Channels));
        return new(shape, pixels);
    }

    /// <summary>Mirrored, left to right.</summary>
    public PixelImage Flip()
    {
        var pixels = new byte[Pixels.Length];
        for (var y = 0; y < Shape.Height; y++)
            for (var x = 0; x < Shape.Width; x++)
                Pixels.AsSpan((y * Shape.Width + x) * Shape.Channels, Shape.Channels).CopyTo(pixels.AsSpan((y * Shape.Width + Shape.Width - 1 - x) * Shape.Channels));
        return new(Shape, pixels);
    }

    /// <summary>Resized so that the shorter side has a number of pixels, the longer one in proportion (rounded).</summary>
    /// <exception cref="InvalidDataFormatException">The longer one would have more than 65536, or the image more than 64 Mi values.</exception>
    public PixelImage Resize(int shorter)
    {
        var scale = shorter / (double)Math.Min(Shape.Height, Shape.Width);
        var (height, width) = ((int)Math.Round(Shape.Height * scale), (int)Math.Round(Shape.Width * scale));
        if ((height, width) == (Shape.Height, Shape.Width)) return this;
        if (Math.Max(height, width) > LargestSide || (long)height * width * Shape.Channels > LargestSize)
            throw new InvalidDataFormatException(FormattableString.Invariant($"an image of {Shape.Height} x {Shape.Width} pixels cannot be brought to {shorter} on its shorter side, for the other would be too long: crop it first"));
        var (rows, columns, channels) = (Weights(Shape.Height, height), Weights(Shape.Width, width), Shape.Channels);

        // First every row is narrowed, then every column.
        var narrow = new double[Shape.Height * width * channels];
        for (var y = 0; y < Shape.Height; y++)
            for (var x = 0; x < width; x++)
                foreach (var (source, weight) in columns[x])
                    for (var c = 0; c < channels; c++) narrow[(y * width + x) * channels + c] += weight * Pixels[(y * Shape.Width + source) * channels + c];
        var pixels = new byte[height * width * channels];
        var sums = new double[width * channels];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            foreach (var (source, weight) in rows[y]) DotProduct.Add(weight, narrow.AsSpan(source * sums.Length, sums.Length), sums);
            for (var k = 0; k < sums.Length; k++) pixels[y * sums.Length + k] = (byte)Math.Clamp(Math.Round(sums[k]), 0, 255);
        }

        return new(new(height, width, channels), pixels);
    }

    /// <summary>For each pixel of the resized line, the pixels of the line and their weights, which sum to 1.</summary>
    private static (int Source, double Weight)[][] Weights(int from, int to)
    {
        var ratio = from / (double)to;
        return [.. Enumerable.Range(0, to).Select(target =>
        {
            if (ratio < 1)
            {
                var centre = Math.Clamp((target + 0.5) * ratio - 0.5, 0, from - 1);
                var left = Math.Min((int)centre, from - 1);
                return left == from - 1 ? [(left, 1.0)] : new[] { (left, 1 - (centre - left)), (left + 1, centre - left) };
            }

            var (start, end) = (target * ratio, (target + 1) * ratio);
            return Enumerable.Range((int)start, Math.Min(from, (int)Math.Ceiling(end)) - (int)start)
                .Select(source => (source, (Math.Min(end, source + 1) - Math.Max(start, source)) / ratio)).Where(pair => pair.Item2 > 0).ToArray();
        })];
    }
}
