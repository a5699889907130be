using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>What is done to images after reading, in this order.</summary>
/// <param name="Crop">Side of the square cut from the middle, at least 1; the whole image if left out.</param>
/// <param name="Size">The shorter side is resized to this many pixels (averages over areas when it shrinks, linear between pixels when it grows) and the
/// square in the middle is kept; no resizing if left out.</param>
/// <param name="Padding">Black pixels added on each side, at least 0.</param>
/// <param name="Grey">True: colours become grey (0.299 R + 0.587 G + 0.114 B).</param>
/// <param name="Flip">True: every image also stands mirrored, left to right.</param>
/// <param name="Scaling">How pixels become coordinates.</param>
public sealed record ImageOptions(int? Crop = null, int? Size = null, int Padding = 0, bool Grey = false, bool Flip = false,
    PixelScaling Scaling = PixelScaling.Toolkit)
{
    private const int LargestSide = 4096;

    /// <summary>Side of the square cut from the middle, or null.</summary>
    public int? Crop { get; init => field = Side(value, nameof(Crop)); } = Side(Crop, nameof(Crop));

    /// <summary>The shorter side after resizing, or null.</summary>
    public int? Size { get; init => field = Side(value, nameof(Size)); } = Side(Size, nameof(Size));

    /// <summary>Black pixels added on each side.</summary>
    public int Padding { get; init => field = Border(value); } = Border(Padding);

    /// <summary>The values of black and white.</summary>
    public DisplayRange Display => new(Coordinate(0), Coordinate(255));

    /// <summary>The coordinate of a pixel of 0..255.</summary>
    internal double Coordinate(byte pixel) => Scaling switch
    {
        PixelScaling.Unit => pixel / 255.0,
        PixelScaling.Symmetric => pixel / 255.0 * 2 - 1,
        PixelScaling.Standard => (pixel / 255.0 - 0.1307) / 0.3081,
        _ => 1.999 * (pixel / 255.0 - 0.5),
    };

    /// <summary>Prepares one image, flipping aside.</summary>
    internal PixelImage Prepare(PixelImage image)
    {
        if (Grey) image = image.ToGrey();
        if (Crop is { } side) image = image.Crop(side, side);
        if (Size is { } shorter) image = image.Resize(shorter).Crop(shorter, shorter);
        return Padding == 0 ? image : image.Pad(Padding);
    }

    private static int Border(int value) => value == 0 ? 0 : Side(value, nameof(Padding))!.Value;

    private static int? Side(int? value, string name) => value is null or (>= 1 and <= LargestSide) ? value
        : throw new UsageException(FormattableString.Invariant($"{Require.Words(name)} must lie between 1 and {LargestSide}, not {value}."));
}
