using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>Pictures of one size, one after the other, for ever. Of each frame but the first only the rectangle that has changed is stored.</summary>
public abstract class Animation
{
    private const int LongestDelay = ushort.MaxValue;

    private readonly List<Frame> _frames = [];
    private (int Width, int Height)? _size;

    /// <summary>Number of frames.</summary>
    public int Count => _frames.Count;

    /// <summary>How the name of such a file ends.</summary>
    public abstract string Ending { get; }

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">A picture in a format that SkiaSharp reads, such as a PNG from <see cref="Plot.Render"/>; transparency is laid over white.</param>
    /// <param name="hundredths">How long it is shown, in hundredths of a second, 1 to 65535; browsers slow down what is below 2.</param>
    /// <exception cref="UsageException">The delay lies outside its range, or the size differs from that of the other frames.</exception>
    /// <exception cref="InvalidDataFormatException">The bytes are no picture.</exception>
    public void Add(byte[] picture, int hundredths = 8)
    {
        if (hundredths is < 1 or > LongestDelay)
            throw new UsageException(FormattableString.Invariant($"A frame of an animation is shown for 1 to {LongestDelay} hundredths of a second, not {hundredths}."));
        using var bitmap = Decode(picture);
        if (bitmap.Width > LargestSide || bitmap.Height > LargestSide)
            throw new UsageException(FormattableString.Invariant($"A {Ending} is at most {LargestSide} pixels wide and high, not {bitmap.Width} x {bitmap.Height}."));
        if (_size is { } usual && usual != (bitmap.Width, bitmap.Height))
            throw new UsageException(FormattableString.Invariant($"All frames of an animation have one size: {bitmap.Width} x {bitmap.Height} does not fit to {usual.Width} x {usual.Height}."));
        _size = (bitmap.Width, bitmap.Height);
        Accept(bitmap);
        _frames.Add(new(picture, hundredths));
    }

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="UsageException">There is no frame.</exception>
    public byte[] Encode() => _size is { } size ? Encode(size.Width, size.Height, _frames) : throw new UsageException("An animation needs at least one frame.");

    /// <summary>Writes the file, making its folder where needed; a file of that name is replaced in one step.</summary>
    /// <param name="path">A path that ends in <see cref="Ending"/>.</param>
    /// <exception cref="UsageException">The path ends otherwise, or there is no frame.</exception>
    public void Save(string path)
    {
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) throw new UsageException($"'{path}' names no such animation; end it in {Ending}.");
        PictureFile.Write(path, Encode());
    }

    private protected abstract int LargestSide { get; }

    private protected abstract void Accept(SKBitmap picture);

    private protected abstract byte[] Encode(int width, int height, IReadOnlyList<Frame> frames);

    private protected static SKBitmap Decode(byte[] picture)
    {
        using var codec = SKCodec.Create(new MemoryStream(picture));
        return (codec is null ? null : SKBitmap.Decode(codec)) ?? throw new InvalidDataFormatException("A frame of an animation is not a picture that can be read.");
    }

    /// <summary>The smallest rectangle outside of which two frames agree: all of the first, and one pixel if they are equal, for a frame cannot be empty.</summary>
    private protected static SKRectI Changed<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> now, int width, int height) where T : IEquatable<T>
    {
        if (before.IsEmpty) return new(0, 0, width, height);
        int left = width, top = height, right = 0, bottom = 0;
        for (var i = 0; i < now.Length; i++)
        {
            if (before[i].Equals(now[i])) continue;
            var (x, y) = (i % width, i / width);
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x + 1), Math.Min(top, y), Math.Max(bottom, y + 1));
        }

        return right == 0 ? new(0, 0, 1, 1) : new(left, top, right, bottom);
    }

    private protected readonly record struct Frame(byte[] Picture, int Hundredths);
}
