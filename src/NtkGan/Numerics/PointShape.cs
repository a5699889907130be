namespace NtkGan.Numerics;

/// <summary>How the coordinates of a point are arranged: an image of height x width x channels in row-major order (the channel runs fastest),
/// or a plain vector, d x 1 x 1.</summary>
/// <param name="Height">Rows of the image, or the dimension of the vector.</param>
/// <param name="Width">Columns of the image; 1 for a vector.</param>
/// <param name="Channels">Channels of the image: 1 for grey, 3 for colour; 1 for a vector.</param>
public readonly record struct PointShape(int Height, int Width = 1, int Channels = 1)
{
    /// <summary>The number of coordinates, Height * Width * Channels.</summary>
    public int Dimension => Height * Width * Channels;

    /// <summary>True if a point is a picture rather than a plain vector.</summary>
    public bool IsImage => Width > 1 || Channels > 1;
}
