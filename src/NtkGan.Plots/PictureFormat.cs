namespace NtkGan.Plots;

/// <summary>How a picture is stored. One drawing makes all of them.</summary>
public enum PictureFormat
{
    /// <summary>Pixels, without loss, whose resolution the file states. The same input gives the same bytes.</summary>
    Png,

    /// <summary>Vectors and text that a browser or an editor can open, of its size on paper; heat maps and images are embedded pixels.</summary>
    Svg,

    /// <summary>One page of its size on paper, vectors and text with its font in it; heat maps and images are embedded pixels.</summary>
    Pdf,
}
