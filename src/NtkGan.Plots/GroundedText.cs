using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A word upon a picture, on a bright ground of its own.</summary>
/// <param name="Words">What it says.</param>
/// <param name="Middle">Where its middle is.</param>
/// <param name="Size">The height of its letters.</param>
internal readonly record struct GroundedText(string Words, SKPoint Middle, float Size)
{
    /// <summary>The ground.</summary>
    public SKRect Ground
    {
        get
        {
            var half = TextMeasure.Width(Words, Size) / 2 + 0.4f * Size;
            return new(Middle.X - half, Middle.Y - 0.7f * Size, Middle.X + half, Middle.Y + 0.7f * Size);
        }
    }

    /// <summary>A remark in the lower left corner of an area, smaller where it would be longer than that.</summary>
    public static GroundedText InCorner(string words, PixelRect area, float size)
    {
        size = TextMeasure.Fitting(words, size, area.Width - 2 * size);
        return new(words, new(area.Left + size + TextMeasure.Width(words, size) / 2, area.Bottom - 1.1f * size), size);
    }

    /// <summary>Draws both.</summary>
    public void Draw(SKCanvas canvas, PlotStyle style)
    {
        using var font = new SKFont(PlotFont.Typeface, Size);
        using var paint = new SKPaint { IsAntialias = true, Color = style.Paper.WithAlpha(0.85).ToSKColor() };
        canvas.DrawRoundRect(Ground, 0.3f * Size, 0.3f * Size, paint);
        paint.Color = style.Ink.ToSKColor();
        canvas.DrawText(Words, Middle.X, Middle.Y + 0.36f * Size, SKTextAlign.Center, font, paint);
    }
}
