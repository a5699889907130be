namespace NtkGan.Plots;

/// <summary>How a picture is stored.</summary>
public enum PictureFormat
{
    /// <summary>Pixels, without loss. The same input gives the same bytes.</summary>
    Png,

    /// <summary>Vectors and text that a browser or an editor can open; heat maps and images are embedded pixels.</summary>
    Svg,
}
