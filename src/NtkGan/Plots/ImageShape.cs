namespace NtkGan.Plots;

/// <summary>How the numbers of an image are laid out: row after row, within a row pixel after pixel, within a pixel its channels.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
public sealed record ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Numbers in one image: Height * Width * Channels.</summary>
    public int Size => Height * Width * Channels;
}
