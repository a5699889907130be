using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>One pair of axes of a <see cref="Figure"/>, in the style of all pictures.</summary>
internal sealed class Panel
{
    private readonly PlotStyle _style;

    public Panel(PlotStyle style, PixelRect area, PixelPadding padding)
    {
        _style = style;
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

    public void SetX(AxisRange range, string label)
    {
        Plot.Axes.SetLimitsX(range.From, range.To);
        Plot.Axes.Bottom.Label.Text = label;
    }

    public void SetY(AxisRange range, string label)
    {
        Plot.Axes.SetLimitsY(range.From, range.To);
        Plot.Axes.Left.Label.Text = label;
    }

    /// <summary>A line of text above the data.</summary>
    public void SetHeading(string text) => Plot.Axes.Top.Label.Text = text;

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
            var curve = Plot.Add.Scatter(x[start..end].ToArray(), y[start..end].ToArray());
            curve.LineStyle = line;
            curve.MarkerStyle = marker ?? (end - start == 1 ? Dot(line.Color) : MarkerStyle.None);
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

    /// <summary>A heat map's colour bar at the right edge.</summary>
    public void AddColorBar(IHasColorAxis source, string label)
    {
        var bar = Plot.Add.ColorBar(source);
        bar.Width = 1.2f * _style.TextSize;
        bar.Label = label;
        (bar.LabelStyle.Rotation, bar.LabelStyle.OffsetX) = (90, 1.25f * _style.TextSize);
        Dress(bar.Axis);
        if (bar.Axis is ScottPlot.AxisPanels.AxisBase axis) axis.TickGenerator = new DecimalTicks(3.2f * _style.TextSize);
    }

    public MarkerStyle Dot(Color color) => new(MarkerShape.FilledCircle, 2.6f * _style.LineWidth, color);

    private void Dress(IAxis axis)
    {
        (axis.Label.FontName, axis.Label.FontSize, axis.Label.Bold, axis.Label.ForeColor) = (PlotFont.Name, _style.TextSize, false, _style.Ink);
        (axis.TickLabelStyle.FontName, axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (PlotFont.Name, 0.9f * _style.TextSize, _style.Ink);
        axis.FrameLineStyle.Color = axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = _style.Ink;
    }
}
