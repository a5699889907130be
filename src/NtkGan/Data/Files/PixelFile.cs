using System.Buffers.Binary;
using NtkGan.Numerics;
using StbImageSharp;

namespace NtkGan.Data.Files;

/// <summary>Reads PNG and JPEG pictures. The size in the header is judged before any pixel is decoded; transparency is ignored.</summary>
internal static class PixelFile
{
    /// <summary>The largest width and height that are accepted.</summary>
    public const int LargestSide = 4096;

    private const long LargestFile = 64L << 20;
    private const int Channels = 3;

    /// <summary>Reads a picture as red, green, blue.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is no PNG or JPEG, is damaged, or exceeds 4096 x 4096 pixels or 64 MiB.</exception>
    public static PixelImage Read(string path)
    {
        using var file = InputFile.Open(path);
        return Read(file, path);
    }

    /// <summary>The same of an open file.</summary>
    /// <param name="file">The file, from its beginning; it can be searched.</param>
    /// <param name="path">Its name, for messages.</param>
    internal static PixelImage Read(Stream file, string path)
    {
        if (file.Length > LargestFile) throw new InvalidDataFormatException($"'{path}' exceeds {LargestFile >> 20} MiB; save the picture smaller.");
        if (FormatOf(file) is not { } format) throw new InvalidDataFormatException($"'{path}' is not a PNG or JPEG picture.");
        try
        {
            var (width, height) = SizeOf(file, format) ?? throw new InvalidDataFormatException($"'{path}' is damaged: its {format} header cannot be read.");
            if (width < 1 || height < 1 || width > LargestSide || height > LargestSide)
                throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has {width} x {height} pixels; at most {LargestSide} x {LargestSide} are accepted."));
            file.Position = 0;
            var pixels = ImageResult.FromStream(file, ColorComponents.RedGreenBlue).Data;
            return new(new PointShape(height, width, Channels), pixels);
        }
        catch (Exception failure) when (failure is not (InvalidDataFormatException or OutOfMemoryException))
        {
            // The decoder throws whatever its arithmetic meets.
            throw new InvalidDataFormatException($"'{path}' is damaged: its pixels cannot be decoded.");
        }
    }

    // The decoder refuses the header of a large PNG without saying how large.
    private static (int Width, int Height)? SizeOf(Stream file, string format)
    {
        if (format != "PNG") return ImageInfo.FromStream(file) is { } info ? (info.Width, info.Height) : null;
        Span<byte> head = stackalloc byte[24];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return null;
        return (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
    }

    // Other formats that the decoder knows have no signature that is worth a guess.
    private static string? FormatOf(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == head.Length && head.SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "PNG"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "JPEG" : null;
    }
}
