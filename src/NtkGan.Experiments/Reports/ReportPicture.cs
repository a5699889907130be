using SkiaSharp;

namespace NtkGan.Experiments.Reports;

/// <summary>A picture inside of a report: smaller than its file, as WebP.</summary>
/// <param name="Content">The WebP.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
internal sealed record ReportPicture(byte[] Content, int Width, int Height)
{
    private const int Widest = 1000, Quality = 82;
    private const long LargestFile = 64 << 20, MostPixels = 100_000_000;

    /// <summary>The picture as the address of an image.</summary>
    public string Address => $"data:image/webp;base64,{Convert.ToBase64String(Content)}";

    /// <summary>The picture of a file, or null where it is none that can be shown.</summary>
    public static ReportPicture? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LinkTarget is not null || file.Length > LargestFile) return null;
            using var codec = SKCodec.Create(path);
            if (codec is null || (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels) return null;
            using var whole = SKBitmap.Decode(codec);
            if (whole is null) return null;
            var share = Math.Min(1, Widest / (double)whole.Width);
            using var small = share < 1 ? whole.Resize(whole.Info.WithSize(Widest, Math.Max(1, (int)Math.Round(share * whole.Height))), new SKSamplingOptions(SKCubicResampler.Mitchell)) : whole.Copy();
            using var data = small?.Encode(SKEncodedImageFormat.Webp, Quality);
            return data is null ? null : new(data.ToArray(), small!.Width, small.Height);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
