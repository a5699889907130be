using NtkGan.Numerics;
using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

public class AnimatedGifTests
{
    private static byte[] Picture(int width, int height, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) bitmap.SetPixel(x, y, colour(x, y));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The frames as another program reads them.</summary>
    private static SKColor[][] Decoded(byte[] gif, out SKCodecFrameInfo[] frames, out int repetitions)
    {
        using var codec = SKCodec.Create(new MemoryStream(gif));
        (frames, repetitions) = (codec.FrameInfo, codec.RepetitionCount);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        var pictures = new SKColor[codec.FrameCount][];
        for (var i = 0; i < pictures.Length; i++)
        {
            using var bitmap = new SKBitmap(info);
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, bitmap.GetPixels(), new SKCodecOptions(i)));
            pictures[i] = bitmap.Pixels;
        }

        return pictures;
    }

    private static SKColor[] PixelsOf(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        return bitmap.Pixels;
    }

    [Fact]
    public void Few_colours_come_back_exactly_frame_by_frame()
    {
        var random = CounterRandom.For(1, "gif");
        foreach (var (width, height, colours) in new[] { (1, 1, 1), (7, 3, 2), (40, 30, 5), (61, 47, 200), (128, 100, 256) })
        {
            var palette = Enumerable.Range(0, colours).Select(i => new SKColor((byte)(i * 37), (byte)(i * 101 + 5), (byte)i)).ToArray();
            byte[][] pictures = [.. Enumerable.Range(0, 4).Select(_ => Picture(width, height, (_, _) => palette[random.NextIndex(colours)]))];
            var gif = new AnimatedGif();
            foreach (var picture in pictures.Append(pictures[^1])) gif.Add(picture, 12);
            var decoded = Decoded(gif.Encode(), out var frames, out var repetitions);
            Assert.Equal((5, 5), (gif.Count, decoded.Length));
            Assert.Equal(-1, repetitions); // for ever
            Assert.All(frames, frame => Assert.Equal(120, frame.Duration));
            for (var i = 0; i < 5; i++) Assert.Equal(PixelsOf(pictures[Math.Min(i, 3)]), decoded[i]);
        }
    }

    // Long constant runs and long random ones: codes of every width, full tables.
    [Fact]
    public void Large_pictures_survive_the_compression()
    {
        var random = CounterRandom.For(2, "gif");
        byte[][] pictures =
        [
            Picture(300, 200, (_, _) => SKColors.White),
            Picture(300, 200, (x, y) => (x / 20 + y / 20) % 2 == 0 ? SKColors.White : SKColors.Navy),
            Picture(300, 200, (_, _) => new SKColor((byte)random.NextIndex(6), 9, (byte)(40 * random.NextIndex(6)))),
        ];
        var gif = new AnimatedGif();
        foreach (var picture in pictures) gif.Add(picture);
        var decoded = Decoded(gif.Encode(), out _, out _);
        for (var i = 0; i < 3; i++) Assert.Equal(PixelsOf(pictures[i]), decoded[i]);
    }

    [Fact]
    public void Many_colours_are_met_closely_and_equal_frames_give_equal_bytes()
    {
        var picture = Picture(64, 64, (x, y) => new SKColor((byte)(4 * x), (byte)(4 * y), (byte)(2 * (x + y))));
        AnimatedGif gif = new(), again = new();
        gif.Add(picture);
        again.Add(picture);
        Assert.Equal(gif.Encode(), again.Encode());
        var errors = PixelsOf(picture).Zip(Decoded(gif.Encode(), out _, out _)[0], (a, b) => Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)))).ToList();
        Assert.InRange(errors.Max(), 1, 20);
    }

    [Fact]
    public void Plots_move()
    {
        var plot = new MetricCurves { Style = new PlotStyle("6.8 cm", "5 cm", FontSize: 5) };
        var gif = new AnimatedGif();
        foreach (var title in new[] { "one", "two", "three" }) gif.Add(plot.Render(plot.Sample() with { Title = title }, PictureFormat.Png));
        Assert.Equal(3, Decoded(gif.Encode(), out _, out _).Distinct().Count());
    }

    [Fact]
    public void Is_written_whole_and_refuses_what_is_no_frame()
    {
        using var folder = new TemporaryFolder();
        var gif = new AnimatedGif();
        Assert.Throws<UsageException>(gif.Encode);
        gif.Add(Picture(3, 2, (_, _) => SKColors.Red));
        gif.Save(folder["deep/a.gif"]);
        gif.Save(folder["deep/a.gif"]);
        Assert.Equal([folder["deep/a.gif"]], Directory.GetFiles(folder["deep"]));
        Assert.Equal(gif.Encode(), File.ReadAllBytes(folder["deep/a.gif"]));
        Assert.Throws<UsageException>(() => gif.Save(folder["a.png"]));
        Assert.Throws<UsageException>(() => gif.Add(Picture(2, 3, (_, _) => SKColors.Red)));
        Assert.Throws<UsageException>(() => gif.Add(Picture(3, 2, (_, _) => SKColors.Red), 0));
        Assert.Throws<InvalidDataFormatException>(() => gif.Add([1, 2, 3]));
        Assert.Equal(1, gif.Count);
    }
}
