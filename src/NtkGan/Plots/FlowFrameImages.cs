using System.Runtime.InteropServices;
using NtkGan.Numerics;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A training frame of images: the first particles as a square of tiles, grey or in colour. A number v is shown with
/// brightness v/1.999 + 1/2, cut off at 0 and 1.</summary>
/// <param name="Count">Images shown, 1 to 10000.</param>
/// <param name="Nearest">Show beside each particle's tile, in a second square, the target nearest to it (Euclidean distance).</param>
public sealed record FlowFrameImages(int Count = 64, bool Nearest = false) : Plot<FlowFrame>
{
    private static readonly DisplayRange Toolkit = new(-0.9995, 0.9995);

    /// <summary>Images shown.</summary>
    public int Count { get; init; } = Within(Count, 1, 10000, "count");

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(48, new(4, 4, 3));

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Shape is { Channels: 1 or 3 } ? Fit.Special : Fit.None;

    private protected override Figure Draw(FlowFrame data)
    {
        var figure = new Figure(Style, data.Headline, withLegend: false);
        var particles = data.Particles.Take([.. Enumerable.Range(0, Math.Min(Count, data.Particles.Rows))]);
        var (body, gap) = (figure.Body, 1.5f * Style.TextSize);
        var middle = Nearest ? body.HorizontalCenter : body.Right;
        AddTiles(figure, new(body.Left, middle, body.Bottom, body.Top), gap, particles, data, "particles");
        if (Nearest && data.Targets.Rows > 0)
            AddTiles(figure, new(middle, body.Right, body.Bottom, body.Top), gap, data.Targets.Take(NearestTo(particles, data.Targets)), data, "nearest targets");
        return figure;
    }

    private static void AddTiles(Figure figure, PixelRect area, float gap, Matrix images, FlowFrame data, string caption)
    {
        var (shape, display) = (data.Shape!.Value, data.Display ?? Toolkit);
        var panel = figure.AddPanel(area, new(gap, gap, gap, 1.6f * gap));
        panel.HideAxes();
        panel.SetX(new(0, panel.Data.Width), "");
        panel.SetY(new(0, panel.Data.Height), "");
        panel.Plot.Axes.Top.Label.Text = caption;
        if (images.Rows == 0) return;
        var columns = (int)Math.Ceiling(Math.Sqrt(images.Rows));
        var rows = (images.Rows + columns - 1) / columns;
        var room = Math.Min(panel.Data.Width / (columns * (shape.Width + 1)), panel.Data.Height / (rows * (shape.Height + 1)));
        var magnification = Math.Max(1, (int)room);
        var (tileWidth, tileHeight) = (shape.Width * magnification, shape.Height * magnification);
        var separator = Math.Clamp(magnification, 1, 6);
        using var sheet = new SKBitmap(columns * (tileWidth + separator) - separator, rows * (tileHeight + separator) - separator, SKColorType.Bgra8888, SKAlphaType.Premul);
        sheet.Erase(SKColors.Transparent);
        for (var i = 0; i < images.Rows; i++)
            PaintTile(sheet, i % columns * (tileWidth + separator), i / columns * (tileHeight + separator), images.Row(i), shape, display, magnification);
        var shrink = Math.Min(1, Math.Min(panel.Data.Width / sheet.Width, panel.Data.Height / sheet.Height));
        var (left, bottom) = (MathF.Round((panel.Data.Width - shrink * sheet.Width) / 2), MathF.Round(panel.Data.Height - shrink * sheet.Height));
        var tiles = panel.Plot.Add.ImageRect(new Image(sheet), new CoordinateRect(left, left + shrink * sheet.Width, bottom, bottom + shrink * sheet.Height));
        tiles.AntiAlias = shrink < 1;
    }

    private static void PaintTile(SKBitmap sheet, int left, int top, ReadOnlySpan<double> image, PointShape shape, DisplayRange display, int magnification)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(sheet.GetPixelSpan());
        for (var y = 0; y < shape.Height * magnification; y++)
            for (var x = 0; x < shape.Width * magnification; x++)
            {
                var pixel = image.Slice((y / magnification * shape.Width + x / magnification) * shape.Channels, shape.Channels);
                pixels[(top + y) * sheet.Width + left + x] = (uint)new SKColor(Brightness(pixel[0], display), Brightness(pixel[shape.Channels / 2], display), Brightness(pixel[^1], display));
            }
    }

    private static byte Brightness(double value, DisplayRange display) =>
        (byte)Math.Round(255 * Math.Clamp((value - display.Black) / (display.White - display.Black), 0, 1));

    private static int[] NearestTo(Matrix points, Matrix targets)
    {
        var nearest = new int[points.Rows];
        for (var i = 0; i < nearest.Length; i++)
        {
            var least = double.PositiveInfinity;
            for (var j = 0; j < targets.Rows; j++)
            {
                var distance = 0.0;
                for (var k = 0; k < points.Columns; k++) distance += (points[i, k] - targets[j, k]) * (points[i, k] - targets[j, k]);
                if (distance < least) (least, nearest[i]) = (distance, j);
            }
        }

        return nearest;
    }
}
