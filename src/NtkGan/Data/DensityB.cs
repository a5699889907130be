namespace NtkGan.Data;

/// <summary>A ring and a spot on the right, drawn on 100 x 100 pixels: distance 0.205 to 0.405 to (0.5, -0.2), and the disc about (0.55, 0.5) of radius 0.125.</summary>
/// <param name="Location">The middle of the picture: two numbers, or one for both coordinates; the origin if left out.</param>
/// <param name="Scale">Half the width and half the height of the picture, above 0: two numbers, or one for both; 1 if left out.</param>
public sealed record DensityB(ValueList<double>? Location = null, ValueList<double>? Scale = null) : PixelDensity(Location, Scale)
{
    /// <inheritdoc/>
    protected override GreyImage Load() => GreyImage.Paint(100, 100, static (x, y) =>
        Strokes.ToPoint(x, y, 0.5, -0.2) is >= 0.205 and <= 0.405 || Strokes.ToPoint(x, y, 0.55, 0.5) <= 0.125);
}
