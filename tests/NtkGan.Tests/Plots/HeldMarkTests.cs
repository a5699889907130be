using NtkGan.Plots;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

/// <summary>Marks whose paths are held look like the plotting library's.</summary>
public class HeldMarkTests
{
    // A line is drawn from one end or the other, a rounding of the edge apart.
    private const int Rounding = 2;

    [Theory]
    [InlineData(MarkerShape.FilledDiamond)]
    [InlineData(MarkerShape.OpenDiamond)]
    [InlineData(MarkerShape.FilledTriangleUp)]
    [InlineData(MarkerShape.OpenTriangleUp)]
    [InlineData(MarkerShape.FilledTriangleDown)]
    [InlineData(MarkerShape.OpenTriangleDown)]
    [InlineData(MarkerShape.Eks)]
    [InlineData(MarkerShape.Cross)]
    public void They_look_the_same(MarkerShape shape)
    {
        MarkerStyle Style() => new(shape, 30, Colors.Blue) { OutlineColor = Colors.Red, OutlineWidth = 2, LineColor = Colors.Green, LineWidth = 3 };
        var (own, held) = (Style(), Style());
        HeldMark.Take(held);
        Assert.NotNull(held.CustomRenderer);
        var (expected, actual) = (Drawn(own), Drawn(held));
        Assert.Contains(expected, colour => colour != SKColors.White);
        Assert.All(expected.Zip(actual), pair => Assert.True(Distance(pair.First, pair.Second) <= Rounding, $"{pair.First} is drawn as {pair.Second}"));
    }

    [Fact]
    public void Round_marks_stay()
    {
        var style = new MarkerStyle(MarkerShape.FilledCircle, 3);
        HeldMark.Take(style);
        Assert.Null(style.CustomRenderer);
    }

    private static int Distance(SKColor a, SKColor b) => Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));

    private static SKColor[] Drawn(MarkerStyle style)
    {
        using var bitmap = new SKBitmap(60, 60);
        using var canvas = new SKCanvas(bitmap);
        using var paint = Paint.NewDisposablePaint();
        canvas.Clear(SKColors.White);
        style.Render(canvas, new Pixel(30, 30), paint);
        return bitmap.Pixels;
    }
}
