using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Eigenvalues over two parameters as colours; where they exceed 1, red, with the edge in black; the window of complex ones within a grey
/// line.</summary>
public sealed record EigenvalueMaps : Plot<EigenvalueField>
{
    private static readonly Color Unstable = new("#c8381f"), Window = new("#7d8894");

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var (values, oscillates) = (new Matrix(50, 60), new Matrix(50, 60));
        for (var i = 0; i < 50; i++)
            for (var j = 0; j < 60; j++)
                (values[i, j], oscillates[i, j]) = (.7 + .5 * Math.Exp(-(i * i + j * j) / 300.0) + .002 * Math.Abs(i - j), Math.Abs(i - j) < 12 ? 1 : 0);
        return new EigenvalueField("example", new("kernel width \u03c3", .01, 1), new("regularisation \u03bb", .1, 10, true), "max |z|\u00b2",
            [new("\u03b7 = 0.1", values, oscillates), new("\u03b7 = 0.01", values, oscillates)]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(EigenvalueField data) => Fit.Special;

    private protected override Figure Draw(EigenvalueField data)
    {
        var columns = (int)Math.Ceiling(Math.Sqrt(data.Panels.Count));
        var rows = (data.Panels.Count + columns - 1) / columns;
        var style = columns > 1 ? Style.Smaller(0.85) : Style;
        string[] legend = ["unstable", "edge of stability, 1", "complex: oscillates within"];
        var figure = new Figure(style, data, Proportion, legend);
        var (width, height, margins) = (figure.Body.Width / columns, figure.Body.Height / rows, figure.Margins);
        for (var k = 0; k < data.Panels.Count; k++)
        {
            var range = RangeOf(data.Panels[k]);
            var (left, top) = (figure.Body.Left + k % columns * width, figure.Body.Top + k / columns * height);
            var panel = figure.AddPanel(new PixelRect(left, left + width, top + height, top), new PixelPadding(margins.Left, figure.ColourBar(range), margins.Bottom, 2.4f * style.TextSize));
            if (data.X.IsLogarithmic) panel.UseDecadesX();
            if (data.Y.IsLogarithmic) panel.UseDecadesY();
            panel.SetX(data.X.Range, data.X.Name);
            panel.SetY(data.Y.Range, data.Y.Name);
            panel.SetHeading(data.Panels[k].Name);
            Paint(figure, panel, data, data.Panels[k], range, style);
        }

        figure.AddLegend(legend[0], Unstable);
        figure.AddLegend(legend[1], new LineStyle(style.LineWidth, style.Ink));
        figure.AddLegend(legend[2], new LineStyle(style.LineWidth, Window));
        return figure;
    }

    private static void Paint(Figure figure, Panel panel, EigenvalueField data, EigenvaluePanel map, AxisRange range, PlotStyle style)
    {
        var (x, y, values) = (data.X.Range, data.Y.Range, map.Values);
        var heat = panel.AddHeatMap(style.Heat, new Matrix(values.Rows, values.Columns, [.. values.Values.ToArray().Select(value => Math.Min(1, value))]), x, y, range);
        panel.AddColorBar(figure, heat, data.Quantity);
        var (left, up) = (data.X.Around(values.Columns), data.Y.Around(values.Rows));
        panel.Plot.Add.Plottable(new CellImage(values.Rows, values.Columns, (i, j) => values[i, j] > 1 ? Unstable : Colors.Transparent,
            new CoordinateRect(left.From, left.To, up.From, up.To)));
        panel.Plot.Add.Plottable(new LevelLines(map.Oscillates, .5, x, y, new LineStyle(.8f * style.LineWidth, Window)));
        panel.Plot.Add.Plottable(new LevelLines(values, 1, x, y, new LineStyle(style.LineWidth, style.Ink)));
    }

    private static AxisRange RangeOf(EigenvaluePanel map)
    {
        var lowest = 1.0;
        foreach (var value in map.Values.Values) lowest = Math.Min(lowest, value);
        return lowest < 1 ? new AxisRange(lowest, 1) : new AxisRange(0, 1);
    }
}
