namespace NtkGan.Data;

/// <summary>A crescent on the left, drawn on 100 x 100 pixels: the disc about (-0.45, 0.15) of radius 0.455 without the disc about (-0.25, 0.25) of radius 0.325.</summary>
/// <param name="Location">The middle of the picture: two numbers, or one for both coordinates; the origin if left out.</param>
/// <param name="Scale">Half the width and half the height of the picture, above 0: two numbers, or one for both; 1 if left out.</param>
public sealed record DensityA(ValueList<double>? Location = null, ValueList<double>? Scale = null) : PixelDensity(Location, Scale)
{
    /// <inheritdoc/>
    protected override GreyImage Load() => GreyImage.Paint(100, 100, static (x, y) =>
        Strokes.ToPoint(x, y, -0.45, 0.15) <= 0.455 && Strokes.ToPoint(x, y, -0.25, 0.25) >= 0.325);
}
