using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>An animated GIF (GIF89a) that loops for ever: frames of one size, one palette of at most 256 colours for all of them. Where the frames have no more
/// colours than that, they are kept exactly. Of each frame but the first only the rectangle that has changed is stored.</summary>
public sealed class AnimatedGif : Animation
{
    private readonly Dictionary<int, int> _colours = [];

    /// <inheritdoc/>
    public override string Ending => ".gif";

    private protected override int LargestSide => ushort.MaxValue;

    private protected override void Accept(SKBitmap picture)
    {
        foreach (var pixel in Pixels(picture)) _colours[pixel] = _colours.GetValueOrDefault(pixel) + 1;
    }

    private protected override byte[] Encode(int width, int height, IReadOnlyList<Frame> frames)
    {
        var palette = new ColourPalette(_colours);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GIF89a"u8);
        writer.Write((ushort)width);
        writer.Write((ushort)height);
        writer.Write((byte)(0xf0 | (palette.Bits - 1))); // a global palette, eight bits a channel
        writer.Write((ushort)0); // background 0, square pixels
        for (var i = 0; i < 1 << palette.Bits; i++)
        {
            var colour = i < palette.Colours.Count ? palette.Colours[i] : 0;
            writer.Write([(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour]);
        }

        writer.Write([0x21, 0xff, 11]);
        writer.Write("NETSCAPE2.0"u8);
        writer.Write([3, 1, 0, 0, 0]); // for ever
        byte[]? before = null;
        foreach (var frame in frames)
        {
            using var picture = Decode(frame.Picture);
            byte[] indices = [.. Pixels(picture).Select(palette.IndexOf)];
            var changed = Changed(before, indices, width, height);
            writer.Write([0x21, 0xf9, 4, 4]); // frames stay where the next one does not cover them
            writer.Write((ushort)frame.Hundredths);
            writer.Write([0, 0, 0x2c]);
            foreach (var number in new[] { changed.Left, changed.Top, changed.Width, changed.Height }) writer.Write((ushort)number);
            writer.Write((byte)0);
            WriteBlocks(writer, palette.Bits, Cut(indices, width, changed));
            before = indices;
        }

        writer.Write((byte)0x3b);
        return stream.ToArray();
    }

    private static IEnumerable<int> Pixels(SKBitmap picture) => picture.Pixels.Select(OverWhite);

    private static int OverWhite(SKColor colour)
    {
        int Channel(byte value) => (value * colour.Alpha + 255 * (255 - colour.Alpha) + 127) / 255;
        return Channel(colour.Red) << 16 | Channel(colour.Green) << 8 | Channel(colour.Blue);
    }

    private static byte[] Cut(byte[] indices, int width, SKRectI area)
    {
        var part = new byte[area.Width * area.Height];
        for (var y = 0; y < area.Height; y++)
            indices.AsSpan((area.Top + y) * width + area.Left, area.Width).CopyTo(part.AsSpan(y * area.Width));
        return part;
    }

    private static void WriteBlocks(BinaryWriter writer, int bits, byte[] indices)
    {
        var codeBits = Math.Max(2, bits);
        writer.Write((byte)codeBits);
        foreach (var block in LempelZivWelch.Encode(indices, codeBits).Chunk(byte.MaxValue))
        {
            writer.Write((byte)block.Length);
            writer.Write(block);
        }

        writer.Write((byte)0);
    }
}
