using System.Buffers.Binary;
using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

public class AnimatedPngTests
{
    // Read as the specification says: each frame's data become a picture of their own, laid over the last one.
    [Fact]
    public void Every_frame_comes_out_with_its_pixels_and_its_time()
    {
        var film = new AnimatedPng();
        byte[][] pictures = [Picture(0), Picture(1), Picture(1), Picture(2)];
        for (var i = 0; i < pictures.Length; i++) film.Add(pictures[i], 5 + i);
        var chunks = PngChunks.Of(film.Encode()).ToList();
        Assert.Equal(4, BinaryPrimitives.ReadInt32BigEndian(chunks.Single(chunk => chunk.Name == "acTL").Content));
        var (header, numbers, canvas, shown) = (chunks[0].Content, new List<int>(), new SKBitmap(40, 30), 0);
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].Name is "fcTL" or "fdAT") numbers.Add(BinaryPrimitives.ReadInt32BigEndian(chunks[i].Content));
            if (chunks[i].Name != "fcTL") continue;
            var control = chunks[i].Content;
            Assert.Equal(5 + shown, BinaryPrimitives.ReadInt16BigEndian(control.AsSpan(20)));
            using var part = SKBitmap.Decode(Alone(header, control, chunks.Skip(i + 1).TakeWhile(chunk => chunk.Name is "IDAT" or "fdAT").Select(chunk => chunk.Name == "IDAT" ? chunk.Content : chunk.Content[4..])));
            using (var brush = new SKCanvas(canvas)) brush.DrawBitmap(part, BinaryPrimitives.ReadInt32BigEndian(control.AsSpan(12)), BinaryPrimitives.ReadInt32BigEndian(control.AsSpan(16)));
            using var expected = SKBitmap.Decode(pictures[shown++]);
            Assert.Equal(expected.Pixels, canvas.Pixels);
        }

        Assert.Equal(4, shown);
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        canvas.Dispose();
    }

    [Fact]
    public void What_is_no_film_is_refused()
    {
        var film = new AnimatedPng();
        Assert.Throws<UsageException>(() => film.Encode());
        Assert.Throws<UsageException>(() => film.Save("a.gif"));
        Assert.Throws<InvalidDataFormatException>(() => film.Add([1, 2, 3]));
        Assert.Throws<InvalidDataFormatException>(() => PngChunks.Of([1, 2, 3]).ToList());
        Assert.Throws<InvalidDataFormatException>(() => PngChunks.Of(Picture(0)[..^20]).ToList());
    }

    private static byte[] Alone(byte[] header, byte[] control, IEnumerable<byte[]> data)
    {
        using var stream = new MemoryStream();
        PngChunks.Begin(stream);
        PngChunks.Write(stream, "IHDR", [.. control[4..12], .. header[8..]]);
        foreach (var part in data) PngChunks.Write(stream, "IDAT", part);
        PngChunks.Write(stream, "IEND", []);
        return stream.ToArray();
    }

    private static byte[] Picture(int k)
    {
        using var bitmap = new SKBitmap(40, 30);
        bitmap.Erase(new SKColor(10, 200, 30));
        for (var i = 0; i <= k; i++) bitmap.SetPixel(5 + 7 * i, 3 + 5 * i, new SKColor((byte)(90 * i), 0, 255));
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
