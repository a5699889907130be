using System.Buffers.Binary;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>An animated PNG (PNG specification, third edition, section 11.3.6) that loops for ever: all colours exactly. A viewer that knows no animations
/// shows the first frame.</summary>
public sealed class AnimatedPng : Animation
{
    private const byte KeepAsItIs = 0, Replace = 0;

    /// <inheritdoc/>
    public override string Ending => ".apng";

    private protected override int LargestSide => 1 << 20;

    private protected override void Accept(SKBitmap picture)
    {
    }

    private protected override byte[] Encode(int width, int height, IReadOnlyList<Frame> frames)
    {
        using var stream = new MemoryStream();
        PngChunks.Begin(stream);
        var (number, before) = (0u, Array.Empty<SKColor>());
        foreach (var frame in frames)
        {
            using var picture = OverWhite(Decode(frame.Picture));
            var pixels = picture.Pixels;
            var area = Changed<SKColor>(before, pixels, width, height);
            before = pixels;
            var chunks = PngChunks.Of(Part(picture, area)).ToList();
            if (number == 0)
            {
                PngChunks.Write(stream, "IHDR", chunks[0].Content);
                PngChunks.Write(stream, "acTL", Numbers((uint)frames.Count, 0));
            }

            var first = number == 0;
            PngChunks.Write(stream, "fcTL", [.. Numbers(number++, (uint)area.Width, (uint)area.Height, (uint)area.Left, (uint)area.Top),
                (byte)(frame.Hundredths >> 8), (byte)frame.Hundredths, 0, 100, KeepAsItIs, Replace]);
            foreach (var data in chunks.Where(chunk => chunk.Name == "IDAT").Select(chunk => chunk.Content))
            {
                if (first) PngChunks.Write(stream, "IDAT", data);
                else PngChunks.Write(stream, "fdAT", [.. Numbers(number++), .. data]);
            }
        }

        PngChunks.Write(stream, "IEND", []);
        return stream.ToArray();
    }

    // Every frame of one file has the same kind of pixels; an opaque bitmap is written without a channel for transparency.
    private static SKBitmap OverWhite(SKBitmap picture)
    {
        using (picture)
        {
            var opaque = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
            using var canvas = new SKCanvas(opaque);
            canvas.Clear(SKColors.White);
            canvas.DrawBitmap(picture, 0, 0);
            return opaque;
        }
    }

    private static byte[] Part(SKBitmap picture, SKRectI area)
    {
        using var part = new SKBitmap();
        if (!picture.ExtractSubset(part, area)) throw new InvalidOperationException($"A picture of {picture.Width} x {picture.Height} pixels has no part {area}.");
        using var pixels = part.PeekPixels();
        using var data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6)) ?? throw new InvalidOperationException("A part of a picture cannot be encoded.");
        return data.ToArray();
    }

    private static byte[] Numbers(params ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }
}
