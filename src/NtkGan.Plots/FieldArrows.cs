using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>A field of arrows in the plane, one scale on both axes, targets as orange diamonds. The longest arrow (the legend states its length) is as
/// long as the mean distance of neighbouring arrows, the others in proportion.</summary>
[Named("vector_field")]
public sealed record FieldArrows : Plot<FieldMap>
{
    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var (positions, arrows) = (new Matrix(49, 2), new Matrix(49, 2));
        for (var i = 0; i < 49; i++)
        {
            (positions[i, 0], positions[i, 1]) = (i % 7 - 3, i / 7 - 3);
            (arrows[i, 0], arrows[i, 1]) = (-positions[i, 1], positions[i, 0]);
        }

        return new FieldMap("rotation", positions, arrows, new(1, 2), "velocity");
    }

    /// <inheritdoc/>
    protected override Fit FitOf(FieldMap data) => Fit.Special;

    private protected override Figure Draw(FieldMap data)
    {
        var longest = 0.0;
        for (var i = 0; i < data.Arrows.Rows; i++) longest = Math.Max(longest, double.Hypot(data.Arrows[i, 0], data.Arrows[i, 1]));
        double[] left = [.. data.Positions.Column(0), .. data.Targets.Column(0)], low = [.. data.Positions.Column(1), .. data.Targets.Column(1)];
        var spacing = Math.Sqrt(Math.Max(AxisRange.Around(left, 0.08).Span * AxisRange.Around(low, 0.08).Span, 1e-300) / Math.Max(1, data.Positions.Rows));
        var scale = longest > 0 ? spacing / longest : 0;

        // No arrow leaves the picture.
        double[] Ends(int axis) => [.. Enumerable.Range(0, data.Positions.Rows).Select(i => data.Positions[i, axis] + scale * data.Arrows[i, axis])];
        var (x, y) = (AxisRange.Around([.. left, .. Ends(0)], 0.05), AxisRange.Around([.. low, .. Ends(1)], 0.05));

        // A flat field makes a flat picture: what title, legend and labels need stays, the rest follows the field.
        var labels = 11.0 * Style.TextSize / Style.Across;
        var aspect = Math.Clamp(labels + (1 - 0.5 * labels) * y.Span / x.Span, 2 * labels, Math.Max(2 * labels, Proportion));
        var legend = string.Create(CultureInfo.InvariantCulture, $"{data.Meaning}, longest arrow = {longest:G3}");
        var figure = new Figure(Style, data, aspect, ["target", legend]);
        var panel = figure.AddPanel(figure.Body, figure.Margins);
        var perPixel = Math.Max(x.Span / panel.Data.Width, y.Span / panel.Data.Height);
        panel.SetX(x.WithSpan(perPixel * panel.Data.Width), "x\u2081");
        panel.SetY(y.WithSpan(perPixel * panel.Data.Height), "x\u2082");
        panel.Plot.Add.Plottable(new ArrowField([.. Enumerable.Range(0, data.Positions.Rows).Select(i => Arrow(data, i, scale))], Style.Ink, Style.Paper, Style.Scale));

        var target = new MarkerStyle(MarkerShape.FilledDiamond, 1.8f * Style.PointSize, Style.Target) { OutlineColor = Style.Ink, OutlineWidth = 1 };
        panel.AddPoints(data.Targets.Column(0), data.Targets.Column(1), target);
        figure.AddLegend("target", target);
        figure.AddLegend(legend, new LineStyle(2.5f, Style.Ink));
        return figure;
    }

    private static CoordinateLine Arrow(FieldMap data, int i, double scale)
    {
        var (x, y) = (data.Positions[i, 0], data.Positions[i, 1]);
        return new(x, y, x + scale * data.Arrows[i, 0], y + scale * data.Arrows[i, 1]);
    }
}
