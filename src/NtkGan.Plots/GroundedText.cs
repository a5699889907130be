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

    /// <summary>A remark in the lower left corner of an area: a line, somewhat smaller where it would be longer than that, and several where it would still be.</summary>
    public static IReadOnlyList<GroundedText> InCorner(string words, PixelRect area, float size)
    {
        const float readable = 0.75f;
        var room = area.Width - 2 * size;
        var fitting = TextMeasure.Fitting(words, size, room);
        IReadOnlyList<string> lines = fitting >= readable * size ? [words] : TextMeasure.Lines(words, size, room);
        if (lines.Count == 1) size = fitting;
        return [.. lines.Select((line, k) => new GroundedText(line, new(area.Left + size + TextMeasure.Width(line, size) / 2, area.Bottom - (1.1f + 1.4f * (lines.Count - 1 - k)) * size), size))];
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
