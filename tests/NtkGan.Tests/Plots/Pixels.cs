using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

/// <summary>A drawn picture, to look at in tests: the plotting library draws nothing, silently, when something is wrong.</summary>
public sealed class Pixels
{
    private readonly SKColor[] _colors;

    public Pixels(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        (Width, Height, _colors) = (bitmap.Width, bitmap.Height, bitmap.Pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public SKColor this[int x, int y] => _colors[y * Width + x];

    public static Pixels Of(Plot plot, PlotData data) => new(plot.Render(data, PictureFormat.Png));

    public int Count(Func<SKColor, bool> wanted) => _colors.Count(wanted);

    public int Count(SKColor color) => Count(c => c == color);

    /// <summary>How many pixels of [left, right) x [top, bottom) are not the sheet's white.</summary>
    public int Marked(int left, int right, int top, int bottom)
    {
        var marked = 0;
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                if (this[x, y] != SKColors.White) marked++;
        return marked;
    }

    public int Differences(Pixels other) => _colors.Zip(other._colors).Count(pair => pair.First != pair.Second);
}
