using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Several fields of arrows, one panel each: the same axes for all, headings by what their names do not share, arrows of one length, and one scale of colours for
/// how long they are, logarithmic over at most four decades.</summary>
public sealed record FieldPanels : Plot<FieldSheet>
{
    private const double Decades = 4, LengthOfSpacing = .68;
    private const int Shades = 24;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        FieldMap Of(string name, double turn, double size)
        {
            var (positions, arrows) = (new Matrix(49, 2), new Matrix(49, 2));
            for (var i = 0; i < 49; i++)
            {
                (positions[i, 0], positions[i, 1]) = (i % 7 - 3, i / 7 - 3);
                (arrows[i, 0], arrows[i, 1]) = (-size * (positions[i, 0] + turn * positions[i, 1]), size * (turn * positions[i, 0] - positions[i, 1]));
            }

            return new(name, positions, arrows, new(1, 2), "velocity");
        }

        return new FieldSheet("six fields", "speed", [Of("field-still", 0, 1), Of("field-turning", 1, 1), Of("field-fast", 0, 50), Of("field-both", 1, 50), Of("field-slow", 0, .01), Of("field-reverse", -1, 1)], 3);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(FieldSheet data) => Fit.Special;

    private protected override Figure Draw(FieldSheet data)
    {
        var columns = Math.Min(Style.IsNarrow ? 1 : data.Columns, data.Fields.Count);
        var style = columns > 1 ? Style.Smaller(0.85) : Style;
        double[] Of(Func<FieldMap, Matrix> points, int axis) => [.. data.Fields.SelectMany(field => points(field).Column(axis).ToArray())];
        AxisRange x = AxisRange.Around([.. Of(field => field.Positions, 0), .. Of(field => field.Targets, 0)], .1), y = AxisRange.Around([.. Of(field => field.Positions, 1), .. Of(field => field.Targets, 1)], .1);
        double[] speeds = [.. data.Fields.SelectMany(Speeds).Where(speed => speed > 0).Select(Math.Log10)];
        var top = speeds.DefaultIfEmpty(0).Max();
        var scale = new AxisRange(Math.Max(top - Decades, speeds.DefaultIfEmpty(0).Min()), top);
        if (scale.Span < .1) scale = new(top - .1, top);

        var right = 8 * style.TextSize; // the scale
        var figure = new Figure(style, data, Math.Clamp(Figure.AspectOfAlike(style, data.Fields.Count, columns, y.Span / x.Span, right, ["target"]), .25, 2.5), ["target"]);
        var panels = figure.AddAlike(new(figure.Body.Left, figure.Body.Right - right, figure.Body.Bottom, figure.Body.Top), data.Fields.Count, columns);
        var names = MetricComparison.Differences([.. data.Fields.Select(field => field.Title)]);
        for (var k = 0; k < panels.Length; k++)
        {
            var panel = panels[k];
            var perPixel = Math.Max(x.Span / panel.Data.Width, y.Span / panel.Data.Height);
            panel.SetX(x.WithSpan(perPixel * panel.Data.Width), k + columns >= panels.Length ? "x\u2081" : "");
            panel.SetY(y.WithSpan(perPixel * panel.Data.Height), k % columns == 0 ? "x\u2082" : "");
            panel.SetHeading(names[k]);
            Paint(panel, style, data.Fields[k], scale, x.Span * y.Span);
        }

        AddScale(figure, style, data, scale, right, panels[0].Data.Top, panels[^1].Data.Bottom);
        figure.AddLegend("target", Diamond(style));
        return figure;
    }

    private static IEnumerable<double> Speeds(FieldMap field) => Enumerable.Range(0, field.Arrows.Rows).Select(i => double.Hypot(field.Arrows[i, 0], field.Arrows[i, 1]));

    private static MarkerStyle Diamond(PlotStyle style) => new(MarkerShape.FilledDiamond, 1.5f * style.PointSize, style.Target) { OutlineColor = style.Ink, OutlineWidth = 1 };

    private static void Paint(Panel panel, PlotStyle style, FieldMap field, AxisRange scale, double area)
    {
        var length = LengthOfSpacing * Math.Sqrt(area / Math.Max(1, field.Positions.Rows));
        foreach (var shade in Speeds(field).Select((speed, i) => (speed, i)).Where(one => one.speed > 0)
            .GroupBy(one => (int)Math.Clamp(Shades * (Math.Log10(one.speed) - scale.From) / scale.Span, 0, Shades - 1)))
        {
            var arrows = shade.Select(one => new CoordinateLine(field.Positions[one.i, 0], field.Positions[one.i, 1],
                field.Positions[one.i, 0] + length * field.Arrows[one.i, 0] / one.speed, field.Positions[one.i, 1] + length * field.Arrows[one.i, 1] / one.speed)).ToList();
            panel.Plot.Add.Plottable(new ArrowField(arrows, style.Heat.GetColor((shade.Key + .5) / Shades), style.Ink.WithAlpha(.55), .8f * style.Scale));
        }

        panel.AddPoints(field.Targets.Column(0), field.Targets.Column(1), Diamond(style));
    }

    // One bar beside all panels.
    private static void AddScale(Figure figure, PlotStyle style, FieldSheet data, AxisRange scale, float right, float top, float bottom)
    {
        var body = figure.Body;
        var bar = figure.AddPanel(new PixelRect(body.Right - right, body.Right, body.Bottom, body.Top), new PixelPadding(5.2f * style.TextSize, 1.4f * style.TextSize, body.Bottom - bottom, top - body.Top));
        var shades = new Matrix(Shades, 2);
        for (var i = 0; i < Shades; i++) shades[i, 0] = shades[i, 1] = scale.From + scale.Span * i / (Shades - 1);
        bar.UseDecadesY();
        bar.Plot.HideGrid();
        bar.SetX(new(0, 1), "");
        bar.SetY(scale, data.Quantity);
        bar.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        bar.AddHeatMap(style.Heat, shades, new(0, 1), scale, scale);
    }
}
