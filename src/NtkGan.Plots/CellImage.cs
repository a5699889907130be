using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A grid of flat colours, row 0 below, without any smoothing between cells.</summary>
internal sealed class CellImage(int rows, int columns, Func<int, int, Color> colour, CoordinateRect area) : IPlottable
{
    // A viewer of an SVG smooths an image that it enlarges: so it is enlarged here.
    private const int LeastPixels = 1200;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        var factor = Math.Max(1, LeastPixels / Math.Max(rows, columns));
        var pixels = new SKColor[rows * columns * factor * factor];
        for (var y = 0; y < rows * factor; y++)
            for (var x = 0; x < columns * factor; x++)
                pixels[y * columns * factor + x] = x % factor == 0 ? colour(rows - 1 - y / factor, x / factor).ToSKColor() : pixels[y * columns * factor + x - 1];
        using var bitmap = new SKBitmap(new SKImageInfo(columns * factor, rows * factor, SKColorType.Bgra8888, SKAlphaType.Unpremul)) { Pixels = pixels };
        using var image = SKImage.FromBitmap(bitmap);
        var (low, high) = (Axes.GetPixel(new(area.Left, area.Bottom)), Axes.GetPixel(new(area.Right, area.Top)));
        rp.Canvas.DrawImage(image, new SKRect(low.X, high.Y, high.X, low.Y), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None));
    }
}
