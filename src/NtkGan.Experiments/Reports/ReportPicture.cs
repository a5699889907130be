using SkiaSharp;

namespace NtkGan.Experiments.Reports;

/// <summary>A picture inside of a report or of a page of results: smaller than its file, as WebP.</summary>
/// <param name="Content">The WebP.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
internal sealed record ReportPicture(byte[] Content, int Width, int Height)
{
    private const int Quality = 82;
    private const long LargestFile = 64 << 20, MostPixels = 100_000_000;

    /// <summary>The picture as the address of an image.</summary>
    public string Address => $"data:image/webp;base64,{Convert.ToBase64String(Content)}";

    /// <summary>The picture of a file, or null where it is none that can be shown.</summary>
    /// <param name="path">The file.</param>
    /// <param name="widest">The most pixels across.</param>
    public static ReportPicture? Read(string path, int widest = 1000)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LinkTarget is not null || file.Length > LargestFile) return null;
            using var codec = SKCodec.Create(path);
            if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels) return null;
            using var whole = SKBitmap.Decode(codec);
            if (whole is null) return null;
            var share = Math.Min(1, widest / (double)whole.Width);
            using var small = share < 1 ? whole.Resize(whole.Info.WithSize(widest, Math.Max(1, (int)Math.Round(share * whole.Height))), new SKSamplingOptions(SKCubicResampler.Mitchell)) : whole.Copy();
            using var data = small?.Encode(SKEncodedImageFormat.Webp, Quality);
            return data is null ? null : new(data.ToArray(), small!.Width, small.Height);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
