using System.Runtime.InteropServices;
using NtkGan.Numerics;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>Images as tiles of whole magnified pixels, grey or in colour; brightness runs from the display's black to its white and is cut off there.</summary>
internal static class ImageSheet
{
    /// <summary>Adds a panel with the images row after row, as large as the area allows; as a square if the number of columns is not given, and with a frame around the
    /// first if a colour is.</summary>
    public static void Add(Figure figure, PixelRect area, float gap, Matrix images, PointShape shape, DisplayRange display, string caption, int? columns = null, Color? frameOfFirst = null)
    {
        var panel = figure.AddPanel(area, new(gap, gap, gap, 1.6f * gap));
        panel.HideAxes();
        panel.SetX(new(0, panel.Data.Width), "");
        panel.SetY(new(0, panel.Data.Height), "");
        panel.SetHeading(caption);
        if (images.Rows == 0) return;
        var across = columns ?? (int)Math.Ceiling(Math.Sqrt(images.Rows));
        var rows = (images.Rows + across - 1) / across;
        var room = Math.Min(panel.Data.Width / (across * (shape.Width + 1)), panel.Data.Height / (rows * (shape.Height + 1)));
        var magnification = Math.Max(1, (int)Math.Ceiling(room)); // the sheet is shrunk to fill the room
        var (tileWidth, tileHeight) = (shape.Width * magnification, shape.Height * magnification);
        var separator = Math.Clamp(magnification, 1, 6);
        using var sheet = new SKBitmap(across * (tileWidth + separator) - separator, rows * (tileHeight + separator) - separator, SKColorType.Bgra8888, SKAlphaType.Premul);
        sheet.Erase(SKColors.Transparent);
        for (var i = 0; i < images.Rows; i++)
            Paint(sheet, i % across * (tileWidth + separator), i / across * (tileHeight + separator), images.Row(i), shape, display, magnification);
        var shrink = Math.Min(1, Math.Min(panel.Data.Width / sheet.Width, panel.Data.Height / sheet.Height));
        var (left, bottom) = (MathF.Round((panel.Data.Width - shrink * sheet.Width) / 2), MathF.Round(panel.Data.Height - shrink * sheet.Height));
        var tiles = panel.Plot.Add.ImageRect(new Image(sheet), new CoordinateRect(left, left + shrink * sheet.Width, bottom, bottom + shrink * sheet.Height));
        tiles.AntiAlias = shrink < 1;
        if (frameOfFirst is not { } colour) return;
        var around = panel.Plot.Add.Rectangle(left, left + shrink * tileWidth, bottom + shrink * (sheet.Height - tileHeight), bottom + shrink * sheet.Height);
        (around.FillColor, around.LineColor, around.LineWidth) = (Colors.Transparent, colour, 4);
    }

    /// <summary>Writes one image as a PNG of its own size, making the folder where needed.</summary>
    public static void Save(string path, ReadOnlySpan<double> image, PointShape shape, DisplayRange display)
    {
        using var bitmap = new SKBitmap(shape.Width, shape.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        Paint(bitmap, 0, 0, image, shape, display, 1);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = File.Create(path);
        data.SaveTo(file);
    }

    private static void Paint(SKBitmap sheet, int left, int top, ReadOnlySpan<double> image, PointShape shape, DisplayRange display, int magnification)
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
}
