using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>What lines, marks and areas of a sheet mean: items in rows, as many as fit into each; one that is longer than a row has smaller letters.</summary>
/// <param name="style">Sizes and colours.</param>
/// <param name="left">Where rows begin.</param>
/// <param name="right">Where they end.</param>
internal sealed class Legend(PlotStyle style, float left, float right)
{
    private const float Symbol = 1.7f, Gap = 1.5f, Row = 1.4f;

    private readonly List<(string Text, Action<SKCanvas, SKRect> Symbol)> _items = [];

    /// <summary>Adds a line, with a mark on it.</summary>
    public void Add(string text, LineStyle? line, params IReadOnlyList<MarkerStyle> markers) => _items.Add((text, (canvas, box) =>
    {
        using var path = new SKPath();
        path.AddPoly([new(box.Left, box.MidY), new(box.Right, box.MidY)], close: false);
        if (line is not null) DashedCurve.Draw(canvas, path, line);
        using var paint = Paint.NewDisposablePaint();
        foreach (var marker in markers)
        {
            HeldMark.Take(marker);
            marker.Render(canvas, new Pixel(box.MidX, box.MidY), paint);
        }
    }
    ));

    /// <summary>Adds the colour of an area.</summary>
    public void Add(string text, Color fill) => _items.Add((text, (canvas, box) =>
    {
        using var paint = new SKPaint { IsAntialias = true, Color = fill.ToSKColor() };
        canvas.DrawRect(box, paint);
        (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, style.Ink.WithAlpha(0.5).ToSKColor(), 1);
        canvas.DrawRect(box, paint);
    }
    ));

    /// <summary>The height of the rows that some texts fill.</summary>
    public float HeightOf(IEnumerable<string> texts) => Places(texts).Select(place => place.Row + 1).DefaultIfEmpty(0).Max() * Row * style.TextSize;

    /// <summary>Draws the items below a height.</summary>
    public void Render(SKCanvas canvas, float top)
    {
        using var font = new SKFont(PlotFont.Typeface, style.TextSize);
        using var ink = new SKPaint { IsAntialias = true, Color = style.Ink.ToSKColor() };
        foreach (var ((text, symbol), (x, row)) in _items.Zip(Places(_items.Select(item => item.Text))))
        {
            var middle = top + (row + 0.5f) * Row * style.TextSize;
            symbol(canvas, new SKRect(x, middle - 0.42f * style.TextSize, x + Symbol * style.TextSize, middle + 0.42f * style.TextSize));
            var start = x + (Symbol + 0.5f) * style.TextSize;
            font.Size = TextMeasure.Fitting(text, style.TextSize, right - start);
            canvas.DrawText(text, start, middle + 0.36f * style.TextSize, SKTextAlign.Left, font, ink);
        }
    }

    private IEnumerable<(float X, int Row)> Places(IEnumerable<string> texts)
    {
        var (x, row) = (left, 0);
        foreach (var text in texts)
        {
            var width = (Symbol + 0.5f) * style.TextSize + TextMeasure.Width(text, style.TextSize);
            if (x > left && x + width > right) (x, row) = (left, row + 1);
            yield return (x, row);
            x += width + Gap * style.TextSize;
        }
    }
}
