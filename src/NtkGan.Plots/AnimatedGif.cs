using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>An animated GIF (GIF89a) that loops for ever: frames of one size, one palette of at most 256 colours for all of them. Where the frames have no more
/// colours than that, they are kept exactly. Of each frame but the first only the rectangle that has changed is stored.</summary>
public sealed class AnimatedGif
{
    private const int LargestSide = ushort.MaxValue, LongestDelay = ushort.MaxValue;

    private readonly List<byte[]> _pictures = [];
    private readonly List<int> _delays = [];
    private readonly Dictionary<int, int> _colours = [];
    private (int Width, int Height)? _size;

    /// <summary>Number of frames.</summary>
    public int Count => _pictures.Count;

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">A picture in a format that SkiaSharp reads, such as a PNG from <see cref="Plot.Render"/>; transparency is laid over white.</param>
    /// <param name="hundredths">How long it is shown, in hundredths of a second, 1 to 65535; browsers slow down what is below 2.</param>
    /// <exception cref="UsageException">The delay lies outside its range, or the size differs from that of the other frames.</exception>
    /// <exception cref="InvalidDataFormatException">The bytes are no picture.</exception>
    public void Add(byte[] picture, int hundredths = 8)
    {
        if (hundredths is < 1 or > LongestDelay)
            throw new UsageException(FormattableString.Invariant($"A frame of a GIF is shown for 1 to {LongestDelay} hundredths of a second, not {hundredths}."));
        var (pixels, size) = PixelsOf(picture);
        if (_size is { } usual && usual != size)
            throw new UsageException(FormattableString.Invariant($"All frames of a GIF have one size: {size.Width} x {size.Height} does not fit to {usual.Width} x {usual.Height}."));
        _size = size;
        foreach (var pixel in pixels) _colours[pixel] = _colours.GetValueOrDefault(pixel) + 1;
        _pictures.Add(picture);
        _delays.Add(hundredths);
    }

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="UsageException">There is no frame.</exception>
    public byte[] Encode()
    {
        if (_size is not { } size) throw new UsageException("A GIF needs at least one frame.");
        var palette = new ColourPalette(_colours);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GIF89a"u8);
        writer.Write((ushort)size.Width);
        writer.Write((ushort)size.Height);
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
        for (var frame = 0; frame < _pictures.Count; frame++)
        {
            var pixels = PixelsOf(_pictures[frame]).Pixels;
            byte[] indices = [.. pixels.Select(palette.IndexOf)];
            var changed = Changed(before, indices, size.Width, size.Height);
            writer.Write([0x21, 0xf9, 4, 4]); // frames stay where the next one does not cover them
            writer.Write((ushort)_delays[frame]);
            writer.Write([0, 0, 0x2c]);
            foreach (var number in new[] { changed.Left, changed.Top, changed.Width, changed.Height }) writer.Write((ushort)number);
            writer.Write((byte)0);
            WriteBlocks(writer, palette.Bits, Cut(indices, size.Width, changed));
            before = indices;
        }

        writer.Write((byte)0x3b);
        return stream.ToArray();
    }

    /// <summary>Writes the file, making its folder where needed; a file of that name is replaced in one step.</summary>
    /// <param name="path">A path that ends in .gif.</param>
    /// <exception cref="UsageException">The path ends otherwise, or there is no frame.</exception>
    public void Save(string path)
    {
        if (!path.EndsWith(".gif", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"'{path}' names no animation; end it in .gif.");
        PictureFile.Write(path, Encode());
    }

    private static (int[] Pixels, (int Width, int Height) Size) PixelsOf(byte[] picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture));
        using var bitmap = codec is null ? null : SKBitmap.Decode(codec);
        if (bitmap is null) throw new InvalidDataFormatException("A frame of a GIF is not a picture that can be read.");
        if (bitmap.Width > LargestSide || bitmap.Height > LargestSide)
            throw new UsageException(FormattableString.Invariant($"A GIF is at most {LargestSide} pixels wide and high, not {bitmap.Width} x {bitmap.Height}."));
        return ([.. bitmap.Pixels.Select(OverWhite)], (bitmap.Width, bitmap.Height));
    }

    private static int OverWhite(SKColor colour)
    {
        int Channel(byte value) => (value * colour.Alpha + 255 * (255 - colour.Alpha) + 127) / 255;
        return Channel(colour.Red) << 16 | Channel(colour.Green) << 8 | Channel(colour.Blue);
    }

    // The smallest rectangle outside of which two frames agree; one pixel if they are equal, for a frame cannot be empty.
    private static SKRectI Changed(byte[]? before, byte[] now, int width, int height)
    {
        if (before is null) return new(0, 0, width, height);
        int left = width, top = height, right = 0, bottom = 0;
        for (var i = 0; i < now.Length; i++)
        {
            if (before[i] == now[i]) continue;
            var (x, y) = (i % width, i / width);
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x + 1), Math.Min(top, y), Math.Max(bottom, y + 1));
        }

        return right == 0 ? new(0, 0, 1, 1) : new(left, top, right, bottom);
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
