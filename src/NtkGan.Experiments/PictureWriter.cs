using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Draws the pictures of one experiment: all in its style, each with a caption that says where it is from.</summary>
/// <param name="Style">Sizes and colours.</param>
/// <param name="Caption">Kernel, loss, number of points, seed.</param>
internal sealed record PictureWriter(PlotStyle Style, string Caption = "")
{
    private const string Png = ".png";

    /// <summary>Writes a picture; one that shows a result as PNG, SVG and PDF, one of many on the way there as PNG alone.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="path">The PNG; the others lie beside it.</param>
    /// <param name="isResult">Whether it shows a result.</param>
    /// <param name="plot">The kind of picture; the one that suits the data if not given.</param>
    public void Save(PlotData data, string path, bool isResult = true, Plot? plot = null)
    {
        var stem = path.EndsWith(Png, StringComparison.OrdinalIgnoreCase) ? path[..^Png.Length] : path;
        (plot ?? Plot.For(data) with { Style = Style }).SaveAll(Captioned(data), stem, isResult ? Enum.GetValues<PictureFormat>() : [PictureFormat.Png]);
    }

    /// <summary>The data with this caption, unless they have one.</summary>
    public PlotData Captioned(PlotData data) => data.Caption.Length > 0 ? data : data with { Caption = Caption };
}
