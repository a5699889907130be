using System.Buffers.Binary;
using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using SkiaSharp;

namespace NtkGan.Tests.Data;

public class PixelDensityTests
{
    private const int Count = 40_000;

    [Theory]
    [InlineData("letter_a", 858, 0, -.077959, .361646, .450247)]
    [InlineData("letter_b", 1164, -.071429, -.002155, .376483, .558235)]
    [InlineData("density_a", 890, -.581954, .085302, .191927, .250898)]
    [InlineData("density_b", 1057, .505958, -.120113, .215270, .309022)]
    public void Our_pictures_have_the_ink_and_moments_of_the_specification(string name, int blackPixels, double meanX, double meanY, double deviationX, double deviationY)
    {
        var data = (PixelDensity)Catalog.Find(typeof(DataSet), name).Example();
        var image = Picture(data);
        var black = new List<(double X, double Y)>();
        for (var r = 0; r < image.Height; r++)
            for (var c = 0; c < image.Width; c++)
                if (image.Levels[r * image.Width + c] == 0) black.Add((-1 + 2.0 * c / (image.Width - 1), 1 - 2.0 * r / (image.Height - 1)));
        Assert.Equal(blackPixels, black.Count);
        Assert.Equal(image.Width * image.Height - blackPixels, image.Levels.Count(GreyImage.White));
        var (x, y) = (black.Average(point => point.X), black.Average(point => point.Y));
        var jitter = 1.0 / image.Width / image.Width;
        Close.Within(meanX, x, Close.SixDecimals);
        Close.Within(meanY, y, Close.SixDecimals);
        Close.Within(deviationX, Math.Sqrt(black.Average(point => (point.X - x) * (point.X - x)) + jitter), Close.SixDecimals);
        Close.Within(deviationY, Math.Sqrt(black.Average(point => (point.Y - y) * (point.Y - y)) + jitter), Close.SixDecimals);

        var points = data.Draw(Count, CounterRandom.For(1, "data"));
        Moments(points, 0, x, deviationX);
        Moments(points, 1, y, deviationY);
    }

    [Fact]
    public void Location_and_scale_move_the_picture()
    {
        var moved = new DensityA([10, 20], [3, 5]).Draw(Count, CounterRandom.For(2, "data"));
        Moments(moved, 0, 10 - 3 * .581954, 3 * .191927);
        Moments(moved, 1, 20 + 5 * .085302, 5 * .250898);
    }

    [Fact]
    public void A_picture_file_weighs_pixels_by_darkness_and_ignores_transparency()
    {
        using var folder = new TemporaryFolder();

        // Grey 55, 155, 255 in one row: weights 200, 100, 0 at x = -1, 0, 1, so mean -2/3 and variance 2/9 + 1/9 of jitter. Height 1: y = 0, jitter 1.
        var path = Save(folder["row.png"], 3, 1, (c, _) => new SKColor((byte)(55 + 100 * c), (byte)(55 + 100 * c), (byte)(55 + 100 * c), (byte)(c == 0 ? 40 : 255)));
        var points = new ImageDensity(path).Draw(Count, CounterRandom.For(3, "data"));
        Moments(points, 0, -2.0 / 3, Math.Sqrt(3.0 / 9));
        Moments(points, 1, 0, 1);
        Assert.Equal([55_000, 155_000, 255_000], GreyImage.Read(path).Levels.ToArray());
    }

    [Fact]
    public void Rows_run_downwards_and_colours_weigh_by_luma()
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder["column.png"], 1, 3, (_, r) => r switch { 0 => SKColors.Red, 1 => SKColors.Lime, _ => SKColors.Blue });
        Assert.Equal([299 * 255, 587 * 255, 114 * 255], GreyImage.Read(path).Levels.ToArray());

        // Weights 288, 0, 473 at y = 1, 0, -1.
        var points = new ImageDensity(path).Draw(Count, CounterRandom.For(4, "data"));
        var mean = (288.0 - 473) / (288 + 473);
        Moments(points, 1, mean, Math.Sqrt(1 - mean * mean + 1.0 / 9));
    }

    [Fact]
    public void Reads_jpeg_too()
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder["halves.jpg"], 32, 8, (c, _) => c < 16 ? SKColors.Black : SKColors.White, SKEncodedImageFormat.Jpeg);
        var levels = GreyImage.Read(path).Levels.ToArray();
        Assert.Equal(32 * 8, levels.Length);
        Assert.All(Enumerable.Range(0, levels.Length), i => Assert.Equal(i % 32 < 16 ? 0 : GreyImage.White, levels[i]));
    }

    [Fact]
    public void Refuses_what_is_no_picture_or_gives_no_density()
    {
        using var folder = new TemporaryFolder();
        void Draw(string path) => new ImageDensity(path).Draw(1, CounterRandom.For(5, "data"));
        Refused.AsUsage(() => Draw(folder["none.png"]), "none.png");
        Refused.AsBadData(() => Draw(Save(folder["even.png"], 4, 4, (_, _) => SKColors.Gray)), Refused.Allowance, "image_density", "same grey");
        Refused.AsBadData(() => Draw(folder.Write("text.png", "not a picture")), Refused.Allowance, "text.png");
        Refused.AsBadData(() => Draw(folder.Write("empty.png", "")), Refused.Allowance, "empty.png");
        var whole = File.ReadAllBytes(Save(folder["whole.png"], 64, 64, (c, r) => new SKColor((byte)(c * r), (byte)(c + r), (byte)(c ^ r))));
        Refused.AsBadData(() => Draw(folder.Write("part.png", whole[..(whole.Length / 2)])), Refused.Allowance, "part.png", "damaged");

        // A header that claims 60000 x 60000 pixels, with a right checksum: no pixel may be allocated.
        BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(29), Checksum(whole.AsSpan(12, 17)));
        Refused.AsBadData(() => Draw(folder.Write("bomb.png", whole)), Refused.Allowance, "bomb.png", "60000 x 60000", "4096");
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(new MemoryStream(bytes.ToArray()), hasChecksum: true);
        source.Fill(new byte[bytes.Length]);
        return source.Checksum;
    }

    private static GreyImage Picture(PixelDensity data) =>
        (GreyImage)typeof(PixelDensity).GetMethod("Load", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.Invoke(data, [])!;

    private static string Save(string path, int width, int height, Func<int, int, SKColor> colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var r = 0; r < height; r++)
            for (var c = 0; c < width; c++) bitmap.SetPixel(c, r, colour(c, r));
        using var file = File.Create(path);
        bitmap.Encode(file, format, 100);
        return path;
    }

    private static void Moments(Matrix points, int axis, double mean, double deviation)
    {
        double[] values = [.. Enumerable.Range(0, points.Rows).Select(i => points[i, axis])];
        Close.Sampled(mean, values.Average(), deviation / Math.Sqrt(values.Length));
        double[] squares = [.. values.Select(value => (value - mean) * (value - mean))];
        var spread = squares.Average(value => (value - deviation * deviation) * (value - deviation * deviation));
        Close.Sampled(deviation * deviation, squares.Average(), Math.Sqrt(spread / values.Length));
    }
}
