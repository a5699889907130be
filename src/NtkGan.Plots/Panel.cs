using NtkGan.Numerics;
using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>One pair of axes of a <see cref="Figure"/>, in the style of all pictures.</summary>
internal sealed class Panel
{
    private const float BarTick = 3.2f;

    private readonly PlotStyle _style;
    private readonly PixelRect _area;

    public Panel(PlotStyle style, PixelRect area, PixelPadding padding)
    {
        (_style, _area) = (style, area);
        Data = area.Contract(padding);
        Plot.Layout.Fixed(padding);
        Plot.Legend.IsVisible = false;
        Plot.FigureBackground.Color = style.Paper;
        Plot.DataBackground.Color = style.Paper;
        Plot.Grid.MajorLineColor = style.Grid;
        foreach (var axis in Plot.Axes.GetAxes()) Dress(axis);
        Plot.Axes.Bottom.TickGenerator = new DecimalTicks(5 * style.TextSize);
        Plot.Axes.Left.TickGenerator = new DecimalTicks(2.4f * style.TextSize);
    }

    public ScottPlot.Plot Plot { get; } = new();

    /// <summary>The data area, in pixels of the sheet.</summary>
    public PixelRect Data { get; }

    /// <summary>Where a place of the axes lies on the sheet.</summary>
    public Pixel PixelOf(double x, double y)
    {
        var (across, up) = (Plot.Axes.Bottom.Range, Plot.Axes.Left.Range);
        return new(Data.Left + Data.Width * (x - across.Min) / across.Span, Data.Bottom - Data.Height * (y - up.Min) / up.Span);
    }

    public void SetX(AxisRange range, string label)
    {
        Plot.Axes.SetLimitsX(range.From, range.To);
        SetLabel(Plot.Axes.Bottom, label, Data.Width);
    }

    public void SetY(AxisRange range, string label)
    {
        Plot.Axes.SetLimitsY(range.From, range.To);
        SetLabel(Plot.Axes.Left, label, Data.Height);
    }

    /// <summary>A line of text above the middle of the data, within the panel.</summary>
    public void SetHeading(string text) => SetLabel(Plot.Axes.Top, text, 2 * Math.Min(Data.HorizontalCenter - _area.Left, _area.Right - Data.HorizontalCenter));

    /// <summary>Makes the horizontal axis logarithmic: its coordinates become log10 of the values.</summary>
    public void UseDecadesX() => Plot.Axes.Bottom.TickGenerator = new DecadeTicks(4 * _style.TextSize);

    /// <summary>Makes the vertical axis logarithmic: its coordinates become log10 of the values.</summary>
    public void UseDecadesY() => Plot.Axes.Left.TickGenerator = new DecadeTicks(2.5f * _style.TextSize);

    /// <summary>A curve, broken where a value is NaN.</summary>
    public void AddCurve(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LineStyle line, MarkerStyle? marker = null)
    {
        for (var start = 0; start < x.Length; start++)
        {
            if (double.IsNaN(y[start])) continue;
            var end = start;
            while (end < x.Length && !double.IsNaN(y[end])) end++;
            if (line.Pattern.Intervals.Length > 1)
            {
                var points = new Coordinates[end - start];
                for (var k = start; k < end; k++) points[k - start] = new(x[k], y[k]);
                Plot.Add.Plottable(new DashedCurve(points, line));
                if (marker is not null) AddPoints(x[start..end], y[start..end], marker);
                start = end;
                continue;
            }

            var curve = Plot.Add.Scatter(x[start..end].ToArray(), y[start..end].ToArray());
            curve.LineStyle = line;
            curve.MarkerStyle = marker ?? (end - start == 1 ? Dot(line.Color) : MarkerStyle.None);
            start = end;
        }
    }

    /// <summary>The area between two curves, left out where either is NaN.</summary>
    public void AddBand(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, Color fill)
    {
        for (var start = 0; start < x.Length; start++)
        {
            var end = start;
            while (end < x.Length && !double.IsNaN(low[end]) && !double.IsNaN(high[end])) end++;
            if (end - start < 2) continue;
            var band = Plot.Add.FillY(x[start..end].ToArray(), low[start..end].ToArray(), high[start..end].ToArray());
            (band.FillColor, band.LineWidth) = (fill, 0);
            start = end;
        }
    }

    public void AddPoints(ReadOnlySpan<double> x, ReadOnlySpan<double> y, MarkerStyle marker)
    {
        if (x.Length > 0) Plot.Add.Markers(x.ToArray(), y.ToArray()).MarkerStyle = marker;
    }

    /// <summary>A remark in the middle of an empty panel.</summary>
    public void AddNote(string text)
    {
        var note = Plot.Add.Annotation(text, Alignment.MiddleCenter);
        (note.LabelStyle.FontName, note.LabelStyle.FontSize, note.LabelStyle.ForeColor) = (PlotFont.Name, _style.TextSize, _style.Ink);
        (note.LabelStyle.BackgroundColor, note.LabelStyle.BorderWidth, note.LabelStyle.ShadowColor) = (_style.Paper, 0, Colors.Transparent);
    }

    /// <summary>Leaves nothing but the data and the captions of the axes.</summary>
    public void HideAxes()
    {
        Plot.HideGrid();
        foreach (var axis in Plot.Axes.GetAxes().OfType<ScottPlot.AxisPanels.AxisBase>())
        {
            axis.FrameLineStyle.Width = 0;
            axis.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        }
    }

    /// <summary>A function on a grid as smooth colours: row i of the values at height i from below, the first and last rows and columns at the ends
    /// of the ranges.</summary>
    public IHasColorAxis AddHeatMap(IColormap colours, Matrix values, AxisRange x, AxisRange y, AxisRange range)
    {
        var intensities = new double[values.Rows, values.Columns];
        for (var i = 0; i < values.Rows; i++)
            for (var j = 0; j < values.Columns; j++) intensities[values.Rows - 1 - i, j] = values[i, j];
        var map = Plot.Add.Heatmap(intensities);
        map.Colormap = colours;
        map.Smooth = true;
        map.ManualRange = new ScottPlot.Range(range.From, range.To);
        map.Extent = new CoordinateRect(x.From, x.To, y.From, y.To);
        return map;
    }

    /// <summary>A heat map's colour bar at the right of the data, its name at the right edge of the panel, reading upwards and as long as there is room.</summary>
    public void AddColorBar(Figure figure, IHasColorAxis source, string label)
    {
        var bar = Plot.Add.ColorBar(source);
        bar.Width = 1.2f * _style.TextSize;
        Dress(bar.Axis);
        if (bar.Axis is ScottPlot.AxisPanels.AxisBase axis) axis.TickGenerator = new DecimalTicks(BarTick * _style.TextSize);
        var size = TextMeasure.Fitting(label, _style.TextSize, Data.Height);
        figure.AddOverlay(canvas =>
        {
            using var font = new SKFont(PlotFont.Typeface, size);
            using var paint = new SKPaint { IsAntialias = true, Color = _style.Ink.ToSKColor() };
            canvas.Save();
            canvas.RotateDegrees(-90, _area.Right - 0.55f * _style.TextSize, Data.VerticalCenter);
            canvas.DrawText(label, _area.Right - 0.55f * _style.TextSize, Data.VerticalCenter, SKTextAlign.Center, font, paint);
            canvas.Restore();
        });
    }

    /// <summary>The width of the labels of a colour bar's ticks.</summary>
    public static float TickRoom(AxisRange range, PlotStyle style) => DecimalTicks.Between(range.From, range.To, 12)
        .Where(tick => tick.IsMajor).Select(tick => TextMeasure.Width(tick.Label, 0.9f * style.TextSize)).DefaultIfEmpty(0).Max();

    public MarkerStyle Dot(Color color) => new(MarkerShape.FilledCircle, 2.6f * _style.LineWidth, color);

    private void SetLabel(IAxis axis, string label, float room) => (axis.Label.Text, axis.Label.FontSize) = (label, TextMeasure.Fitting(label, _style.TextSize, 0.92f * room));

    private void Dress(IAxis axis)
    {
        (axis.Label.FontName, axis.Label.FontSize, axis.Label.Bold, axis.Label.ForeColor) = (PlotFont.Name, _style.TextSize, false, _style.Ink);
        (axis.TickLabelStyle.FontName, axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (PlotFont.Name, 0.9f * _style.TextSize, _style.Ink);
        axis.FrameLineStyle.Color = axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = _style.Ink;
    }
}
