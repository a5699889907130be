using NtkGan.Numerics;
using SkiaSharp;

namespace NtkGan.Data.Files;

/// <summary>Reads PNG and JPEG pictures. The size in the header is judged before any pixel is decoded; transparency is ignored.</summary>
internal static class PixelFile
{
    /// <summary>The largest width and height that are accepted.</summary>
    public const int LargestSide = 4096;

    private const long LargestFile = 64L << 20;
    private const int StoredChannels = 4;

    /// <summary>Reads a picture as red, green, blue.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is no PNG or JPEG, is damaged, or exceeds 4096 x 4096 pixels or 64 MiB.</exception>
    public static PixelImage Read(string path)
    {
        using var file = InputFile.Open(path);
        if (file.Length > LargestFile) throw new InvalidDataFormatException($"'{path}' exceeds {LargestFile >> 20} MiB; save the picture smaller.");
        using var codec = SKCodec.Create(file);
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw new InvalidDataFormatException($"'{path}' is not a PNG or JPEG picture.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || width > LargestSide || height > LargestSide)
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has {width} x {height} pixels; at most {LargestSide} x {LargestSide} are accepted."));
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul))
            || codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InvalidDataFormatException($"'{path}' is damaged: its pixels cannot be decoded.");
        var stored = bitmap.GetPixelSpan();
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++) stored.Slice(StoredChannels * i, 3).CopyTo(pixels.AsSpan(3 * i));
        return new(new PointShape(height, width, 3), pixels);
    }
}
