namespace NtkGan.Data;

/// <summary>Points in the plane distributed as the darkness of a picture of one's own: dark pixels are likely, the brightest never chosen, and
/// transparency is ignored.</summary>
/// <param name="Path">A PNG or JPEG file of at most 4096 x 4096 pixels, relative to the current folder; the portrait that comes with the library, 320 x 320, if none is named.</param>
/// <param name="Location">The middle of the picture: two numbers, or one for both coordinates; the origin if left out.</param>
/// <param name="Scale">Half the width and half the height of the picture, above 0: two numbers, or one for both; 1 if left out.</param>
public sealed record ImageDensity(string? Path = null, ValueList<double>? Location = null, ValueList<double>? Scale = null) : PixelDensity(Location, Scale)
{
    private const string Portrait = "NtkGan.Assets.portrait.png";

    /// <summary>The file; null for the portrait.</summary>
    public string? Path { get; init; } = Path;

    /// <inheritdoc/>
    protected override GreyImage Load() =>
        Path is null ? GreyImage.Read(typeof(ImageDensity).Assembly.GetManifestResourceStream(Portrait)!, "portrait.png") : GreyImage.Read(Path);
}
