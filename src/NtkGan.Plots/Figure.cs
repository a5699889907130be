using System.Globalization;
using System.Security;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A sheet: a title and a legend above, panels, a caption below. Everything is placed by fixed margins, so that the pictures of a run
/// lie on each other exactly.</summary>
internal sealed class Figure : IDisposable
{
    private const string SvgFont = "font-family=\"DejaVu Sans\"";
    private const float Edge = 24, CaptionSize = 0.82f, LeftMargin = 5.2f, FootMargin = 3.7f;
    private const float HeadOfAlike = 2.2f, FootOfAlike = 1, GapOfAlike = 1.2f;

    /// <summary>The default compression takes most of a frame's time, to save a quarter of its size.</summary>
    private static readonly SKPngEncoderOptions Fast = new(SKPngEncoderFilterFlags.Up, 1);

    private readonly PlotStyle _style;
    private readonly string _title, _caption;
    private readonly int _width, _height;
    private readonly IReadOnlyList<string> _captionLines;
    private readonly float _legendTop;
    private readonly Legend _legend;
    private readonly List<(ScottPlot.Plot Plot, PixelRect Area)> _panels = [];
    private readonly List<Action<SKCanvas>> _overlays = [];

    /// <summary>An empty sheet.</summary>
    /// <param name="style">Sizes and colours.</param>
    /// <param name="data">Its title and caption.</param>
    /// <param name="aspect">Height over width, where the style does not say.</param>
    /// <param name="legend">The texts that the legend will have, so that it gets the rows it needs; null for no legend.</param>
    /// <param name="title">A title instead of the data's own.</param>
    public Figure(PlotStyle style, PlotData data, double aspect, IEnumerable<string>? legend = null, string? title = null)
    {
        (_style, _title, _caption) = (style, title ?? data.Title, data.Caption);
        (_width, _height) = (style.Across, style.Down(aspect));
        _captionLines = TextMeasure.Lines(_caption, CaptionSize * style.TextSize, _width - 1.5f * Edge);
        _legend = LegendOf(style);
        _legendTop = _title.Length > 0 ? Edge + 1.4f * style.TitleSize : 0.4f * Edge;
        Body = new PixelRect(0, _width, _height - CaptionHeight, _legendTop + (legend is null ? 0 : _legend.HeightOf(legend) + 0.3f * style.TextSize));
    }

    /// <summary>The area for panels.</summary>
    public PixelRect Body { get; }

    /// <summary>The margin at the right of a panel with a colour bar: the bar, the labels of its ticks, and its name.</summary>
    /// <param name="range">What the bar reaches over; room for the widest labels where that is not known yet.</param>
    public float ColourBar(AxisRange? range = null) => (4.7f * _style.TextSize) + (range is { } known ? Panel.TickRoom(known, _style) : 5 * _style.TextSize);

    /// <summary>Margins of a panel with labels at its left and bottom.</summary>
    public PixelPadding Margins => new(LeftMargin * _style.TextSize, Edge, FootMargin * _style.TextSize, 0.7f * _style.TextSize);

    private float CaptionHeight => _captionLines.Count == 0 ? 0 : (0.3f + 1.25f * CaptionSize * _captionLines.Count) * _style.TextSize;

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

    /// <summary>Height over width of a sheet with a grid of so many panels, each at least half as high as wide.</summary>
    public static double AspectOf(int count, PlotStyle style)
    {
        var columns = Columns(count, style);
        var rows = (count + columns - 1) / columns;
        return style.IsNarrow ? 0.2 + 0.52 * rows : Math.Max(0.6, 0.41 * rows);
    }

    private static int Columns(int count, PlotStyle style) => style.IsNarrow ? 1 : Math.Max(1, (int)Math.Ceiling(Math.Sqrt(count / 3.0)));

    /// <summary>Panels in rows of equal size, filled row after row. Rows are as few as keep a panel wider than high.</summary>
    public Panel[] AddGrid(int count)
    {
        var columns = Columns(count, _style);
        var rows = Math.Max(1, (count + columns - 1) / columns);
        var (width, height) = (Body.Width / columns, Body.Height / rows);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (left, top) = (Body.Left + i % columns * width, Body.Top + i / columns * height);
            return AddPanel(new PixelRect(left, left + width, top + height, top), Margins);
        })];
    }

    /// <summary>Panels on the same axes, in rows of equal size, filled row after row: labels and ticks' labels stand at the left and below alone, and a heading has room over each.</summary>
    /// <param name="area">Where they stand.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">As many in a row.</param>
    /// <param name="hasFoot">Whether there are labels below; else other panels of the same horizontal axis follow.</param>
    public Panel[] AddAlike(PixelRect area, int count, int columns, bool hasFoot = true)
    {
        var (left, foot) = (Margins.Left, hasFoot ? FootRoom : 0);
        var (width, height) = ((area.Width - left) / columns, MathF.Floor((area.Height - foot) / ((count + columns - 1) / columns))); // whole, so that all rows have the same ticks
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            var (start, top) = (area.Left + left + k % columns * width, area.Top + k / columns * height);
            var (ahead, below) = (k % columns == 0 ? left : 0, k + columns >= count ? foot : 0);
            var panel = AddPanel(new PixelRect(start - ahead, start + width, top + height + below, top),
                new PixelPadding(ahead, GapOfAlike * _style.TextSize, below + FootOfAlike * _style.TextSize, HeadOfAlike * _style.TextSize));
            panel.Plot.Axes.Bottom.TickLabelStyle.IsVisible = below > 0;
            panel.Plot.Axes.Left.TickLabelStyle.IsVisible = ahead > 0;
            return panel;
        })];
    }

    /// <summary>The height that labels below add to panels alike.</summary>
    public float FootRoom => (FootMargin - FootOfAlike) * _style.TextSize;

    /// <summary>The height of a sheet over its width, for panels alike of a given proportion, with room for a title, a legend and a caption.</summary>
    /// <param name="style">Sizes of text.</param>
    /// <param name="count">How many panels.</param>
    /// <param name="columns">As many in a row.</param>
    /// <param name="proportion">Height over width of the data of a panel.</param>
    /// <param name="right">Room at the right of all.</param>
    /// <param name="legend">The texts of the legend.</param>
    public static double AspectOfAlike(PlotStyle style, int count, int columns, double proportion, float right, IEnumerable<string> legend)
    {
        var inner = (style.Across - LeftMargin * style.TextSize - right) / columns - GapOfAlike * style.TextSize;
        var rows = (count + columns - 1) / columns;
        return (rows * (inner * proportion + (HeadOfAlike + FootOfAlike) * style.TextSize) + LegendOf(style).HeightOf(legend) + (FootMargin + 4.6f) * style.TextSize + 3 * style.TitleSize) / style.Across;
    }

    /// <summary>Something drawn over the panels, in units of the sheet.</summary>
    public void AddOverlay(Action<SKCanvas> draw) => _overlays.Add(draw);

    public void AddLegend(string text, params IReadOnlyList<MarkerStyle> markers) => _legend.Add(text, null, markers);

    public void AddLegend(string text, LineStyle line, params IReadOnlyList<MarkerStyle> markers) => _legend.Add(text, line, markers);

    public void AddLegend(string text, Color fill) => _legend.Add(text, fill);

    public byte[] Encode(PictureFormat format) => format switch
    {
        PictureFormat.Svg => Svg(),
        PictureFormat.Pdf => Pdf(),
        _ => Png(),
    };

    public void Dispose()
    {
        foreach (var (plot, _) in _panels) plot.Dispose();
    }

    private byte[] Png()
    {
        var (width, height) = ((int)Math.Round(_width * _style.PixelsPerUnit), (int)Math.Round(_height * _style.PixelsPerUnit));
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Scale((float)width / _width, (float)height / _height);
        Render(surface.Canvas);
        using var pixels = surface.PeekPixels();
        using var data = pixels.Encode(Fast) ?? throw new InvalidOperationException($"A picture of {width} x {height} pixels cannot be encoded.");
        return PngChunks.WithResolution(data.ToArray(), _style.Dpi);
    }

    private byte[] Svg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, _width, _height), stream)) Render(canvas);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        var root = text.IndexOf("<svg", StringComparison.Ordinal);
        var (open, close) = (text[..root], text.IndexOf('>', root));
        string Paper(int units) => (units * PlotStyle.UnitInInches * Length.CentimetresPerInch).ToString("0.###", CultureInfo.InvariantCulture) + "cm";
        var head = string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{Paper(_width)}\" height=\"{Paper(_height)}\" viewBox=\"0 0 {_width} {_height}\" role=\"img\">")
            + $"<title>{SecurityElement.Escape(_title)}</title><desc>{SecurityElement.Escape(_caption)}</desc>";
        // The plotting library clears a panel before it paints it: a black rectangle, whose rim would show.
        var body = text[(close + 1)..].Replace(string.Create(CultureInfo.InvariantCulture, $"<rect width=\"{_width}\" height=\"{_height}\"/>"), "", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(open + head + body.Replace(SvgFont, "font-family=\"DejaVu Sans, Verdana, sans-serif\"", StringComparison.Ordinal));
    }

    private byte[] Pdf()
    {
        var scale = (float)(72 * PlotStyle.UnitInInches);
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = _title, Subject = _caption, Creator = "NtkGan", RasterDpi = 300, EncodingQuality = 101 }))
        {
            // The page's canvas goes with the page: its wrapper must be gone before, or it stands for whatever comes to lie at its address.
            using (var canvas = document.BeginPage(scale * _width, scale * _height))
            {
                canvas.Scale(scale);
                Render(canvas);
            }

            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    private void Render(SKCanvas canvas)
    {
        canvas.DrawColor(_style.Paper.ToSKColor());
        foreach (var (plot, area) in _panels)
        {
            canvas.Save();
            canvas.ClipRect(area.ToSKRect()); // a panel clears all that it may reach
            foreach (var marked in plot.GetPlottables().OfType<IHasMarker>()) HeldMark.Take(marked.MarkerStyle);
            plot.Render(canvas, area);
            canvas.Restore();
        }

        foreach (var overlay in _overlays) overlay(canvas);
        using var paint = Paint.NewDisposablePaint();
        RenderTitle(canvas, paint);
        _legend.Render(canvas, _legendTop);
        RenderCaption(canvas, paint);
    }

    private void RenderTitle(SKCanvas canvas, Paint paint)
    {
        if (_title.Length == 0) return;
        var left = TextLeft(_style);
        var label = Label(_title, TextMeasure.Fitting(_title, _style.TitleSize, _width - left - Edge));
        label.Render(canvas, new Pixel(left, 0.7f * Edge), paint);
    }

    private void RenderCaption(SKCanvas canvas, Paint paint)
    {
        var (size, line) = (CaptionSize * _style.TextSize, 1.25f * CaptionSize * _style.TextSize);
        for (var i = 0; i < _captionLines.Count; i++)
        {
            var label = Label(_captionLines[i], TextMeasure.Fitting(_captionLines[i], size, _width - 1.5f * Edge));
            label.ForeColor = _style.Ink.WithAlpha(0.8);
            label.Render(canvas, new Pixel(0.75f * Edge, _height - CaptionHeight + i * line), paint);
        }
    }

    private LabelStyle Label(string text, float size) => new() { Text = text, FontName = PlotFont.Name, FontSize = size, ForeColor = _style.Ink };

    private static float TextLeft(PlotStyle style) => style.IsNarrow ? Edge : LeftMargin * style.TextSize;

    private static Legend LegendOf(PlotStyle style) => new(style, TextLeft(style), style.Across - Edge);
}
