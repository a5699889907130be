namespace NtkGan.Data;

/// <summary>The letter B, drawn on 64 x 64 pixels with four strokes and two half circles of half-width 0.105.</summary>
/// <param name="Location">The middle of the picture: two numbers, or one for both coordinates; the origin if left out.</param>
/// <param name="Scale">Half the width and half the height of the picture, above 0: two numbers, or one for both; 1 if left out.</param>
public sealed record LetterB(ValueList<double>? Location = null, ValueList<double>? Scale = null) : PixelDensity(Location, Scale)
{
    /// <inheritdoc/>
    protected override GreyImage Load() => GreyImage.Paint(64, 64, static (x, y) =>
        Strokes.ToSegment(x, y, -0.5, -0.8, -0.5, 0.8) <= 0.105
        || Strokes.ToSegment(x, y, -0.5, 0.8, 0.06, 0.8) <= 0.105
        || Strokes.ToSegment(x, y, -0.5, 0.02, 0.06, 0.02) <= 0.105
        || Strokes.ToSegment(x, y, -0.5, -0.8, 0.06, -0.8) <= 0.105
        || (x >= 0.06 && Math.Abs(Strokes.ToPoint(x, y, 0.06, 0.41) - 0.39) <= 0.105)
        || (x >= 0.06 && Math.Abs(Strokes.ToPoint(x, y, 0.06, -0.39) - 0.41) <= 0.105));
}
