using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A sheet: a title and a legend above, panels below. Everything is placed by fixed margins, so that the pictures of a run
/// lie on each other exactly.</summary>
internal sealed class Figure : IDisposable
{
    private const float Edge = 24;

    /// <summary>The default compression takes most of a frame's time, to save a quarter of its size.</summary>
    private static readonly SKPngEncoderOptions Fast = new(SKPngEncoderFilterFlags.Up, 1);

    private readonly PlotStyle _style;
    private readonly string _title;
    private readonly List<LegendItem> _legend = [];
    private readonly List<(ScottPlot.Plot Plot, PixelRect Area)> _panels = [];

    public Figure(PlotStyle style, string title, bool withLegend = true, int legendRows = 1)
    {
        _style = style;
        _title = title;
        LegendHeight = (2.2f + 1.2f * (legendRows - 1)) * style.TextSize;
        Body = new PixelRect(0, style.Width, style.Height, Edge + 1.4f * style.TitleSize + (withLegend ? LegendHeight : 0));
    }

    private float LegendHeight { get; }

    /// <summary>The area for panels.</summary>
    public PixelRect Body { get; }

    /// <summary>The margin at the right of a panel with a colour bar: the bar, the widest labels of its ticks, and its name.</summary>
    public float ColourBar => 10.4f * _style.TextSize;

    /// <summary>Margins of a panel with labels at its left and bottom.</summary>
    public PixelPadding Margins => new(5.2f * _style.TextSize, Edge, 3.7f * _style.TextSize, 0.7f * _style.TextSize);

    /// <summary>A new panel. Its data area, of known size, is what the padding leaves of the area.</summary>
    public Panel AddPanel(PixelRect area, PixelPadding padding)
    {
        area = new(MathF.Round(area.Left), MathF.Round(area.Right), MathF.Round(area.Bottom), MathF.Round(area.Top)); // else its rim is half transparent
        var panel = new Panel(_style, area, padding);
        _panels.Add((panel.Plot, area));
        return panel;
    }

    /// <summary>A column of panels, top to bottom, whose heights share the body as the weights say. Only the last has labels below.</summary>
    public Panel[] AddRows(params ReadOnlySpan<float> weights)
    {
        var (foot, sum, top) = (Margins.Bottom, 0f, Body.Top);
        foreach (var weight in weights) sum += weight;
        var rows = new Panel[weights.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var below = i == rows.Length - 1 ? foot : _style.TextSize;
            var bottom = top + (Body.Height - foot + _style.TextSize) * weights[i] / sum + below - _style.TextSize;
            rows[i] = AddPanel(new PixelRect(Body.Left, Body.Right, bottom, top), new PixelPadding(Margins.Left, Margins.Right, below, Margins.Top));
            if (i < rows.Length - 1) rows[i].Plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
            top = bottom;
        }

        return rows;
    }

    /// <summary>Panels in rows of equal size, filled row after row. Rows are as few as keep a panel wider than high.</summary>
    public Panel[] AddGrid(int count)
    {
        var columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(count / 3.0)));
        var rows = Math.Max(1, (count + columns - 1) / columns);
        var (width, height) = (Body.Width / columns, Body.Height / rows);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (left, top) = (Body.Left + i % columns * width, Body.Top + i / columns * height);
            return AddPanel(new PixelRect(left, left + width, top + height, top), Margins);
        })];
    }

    public void AddLegend(string text, MarkerStyle marker) => _legend.Add(new() { LabelText = text, MarkerStyle = marker });

    public void AddLegend(string text, LineStyle line, MarkerStyle? marker = null) =>
        _legend.Add(new() { LabelText = text, LineStyle = line, MarkerStyle = marker ?? MarkerStyle.None });

    public void AddLegend(string text, Color fill) => _legend.Add(new() { LabelText = text, FillColor = fill });

    public byte[] Encode(PictureFormat format)
    {
        if (format == PictureFormat.Svg)
        {
            using var stream = new MemoryStream();
            using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, _style.Width, _style.Height), stream)) Render(canvas);
            return stream.ToArray();
        }

        using var surface = SKSurface.Create(new SKImageInfo(_style.Width, _style.Height));
        Render(surface.Canvas);
        using var pixels = surface.PeekPixels();
        using var data = pixels.Encode(Fast) ?? throw new InvalidOperationException($"A picture of {_style.Width} x {_style.Height} pixels cannot be encoded.");
        return data.ToArray();
    }

    public void Dispose()
    {
        foreach (var (plot, _) in _panels) plot.Dispose();
    }

    private void Render(SKCanvas canvas)
    {
        canvas.Clear(_style.Paper.ToSKColor());
        foreach (var (plot, area) in _panels)
        {
            canvas.Save();
            canvas.ClipRect(area.ToSKRect()); // a panel clears all that it may reach
            plot.Render(canvas, area);
            canvas.Restore();
        }

        using var paint = Paint.NewDisposablePaint();
        RenderTitle(canvas, paint);
        RenderLegend(canvas, paint);
    }

    private void RenderTitle(SKCanvas canvas, Paint paint)
    {
        if (_title.Length == 0) return;
        var label = new LabelStyle { Text = _title, FontName = PlotFont.Name, FontSize = _style.TitleSize, ForeColor = _style.Ink };
        var (room, width) = (_style.Width - Margins.Left - Edge, label.Measure(_title, paint).Width);
        if (width > room) label.FontSize *= Math.Max(0.5f, room / width);
        label.Render(canvas, new Pixel(Margins.Left, 0.7f * Edge), paint);
    }

    private void RenderLegend(SKCanvas canvas, Paint paint)
    {
        if (_legend.Count == 0) return;
        using var owner = new ScottPlot.Plot();
        var legend = owner.Legend;
        legend.ManualItems.AddRange(_legend);
        (legend.Orientation, legend.TightHorizontalWrapping) = (Orientation.Horizontal, true);
        (legend.FontName, legend.FontSize, legend.FontColor) = (PlotFont.Name, _style.TextSize, _style.Ink);
        (legend.BackgroundColor, legend.ShadowColor, legend.OutlineWidth) = (Colors.Transparent, Colors.Transparent, 0);
        legend.InterItemPadding = new PixelPadding(0, 26, 4, 4);
        legend.Padding = legend.Margin = PixelPadding.Zero;
        legend.Render(canvas, paint, new PixelRect(Margins.Left, _style.Width - Edge, Body.Top, Body.Top - LegendHeight + 0.1f * _style.TextSize), Alignment.UpperLeft);
    }
}
