using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Panels of curves over one horizontal axis, on one vertical scale, which what was observed sets; models are dashed or dotted.</summary>
public sealed record CurvePanels : Plot<CurveSheet>
{
    // Of the largest value drawn: below lies rounding.
    private const double DeepestDecades = 34;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] k = [.. Enumerable.Range(0, 200).Select(i => 5.0 * i)];
        return new CurveSheet("example", "update", "W\u2082\u00b2", [.. new[] { .1, 1 }.Select(lambda => new CurvePanel(FormattableString.Invariant($"\u03bb = {lambda}"),
        [
            new("\u03c3 = 0.1", k, [.. k.Select(t => Math.Exp(-.01 * lambda * t) * (1.01 + Math.Cos(.05 * t)))], 0),
            new("\u03c3 = 1", k, [.. k.Select(t => Math.Exp(-.003 * t))], 1),
            new("linear", k, [.. k.Select(t => Math.Exp(-.01 * lambda * t))], 0, Model: 1),
        ]))]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(CurveSheet data) => Fit.Special;

    private protected override Figure Draw(CurveSheet data)
    {
        var columns = data.Columns ?? (int)Math.Ceiling(Math.Sqrt(data.Panels.Count));
        var rows = (data.Panels.Count + columns - 1) / columns;
        var style = data.Panels.Count > 2 ? Style.Smaller(Math.Max(0.55, 0.9 - 0.06 * rows)) : Style;
        var entries = data.Panels.SelectMany(panel => panel.Curves).Where(curve => curve.Name.Length > 0)
            .DistinctBy(curve => (curve.Name, curve.Model, curve.Model == 0 ? curve.Colour : 0)).OrderBy(curve => curve.Model).ToList();
        var figure = new Figure(style, data, Proportion, entries.Select(entry => entry.Name));
        double[] Shown(PlacedCurve curve) => [.. curve.Y.Select(y => !double.IsFinite(y) || (data.IsLogarithmic && y <= 0) ? double.NaN : data.IsLogarithmic ? Math.Log10(y) : y)];
        var all = data.Panels.SelectMany(panel => panel.Curves).ToList();
        double[] values = [.. (all.Any(curve => curve.Model == 0) ? all.Where(curve => curve.Model == 0) : all).SelectMany(Shown).Where(double.IsFinite)];
        if (data.IsLogarithmic && values.Length > 0) values = [.. values.Where(value => value > values.Max() - DeepestDecades)];
        var up = AxisRange.Around(values);
        var across = AxisRange.Around([.. data.Panels.SelectMany(panel => panel.Curves).SelectMany(curve => curve.X)], .02);
        var (width, height) = (figure.Body.Width / columns, figure.Body.Height / rows);
        for (var i = 0; i < data.Panels.Count; i++)
        {
            var (left, top) = (figure.Body.Left + i % columns * width, figure.Body.Top + i / columns * height);
            var margins = figure.Margins;
            var panel = figure.AddPanel(new PixelRect(left, left + width, top + height, top), new PixelPadding(margins.Left, margins.Right, margins.Bottom, 2.4f * style.TextSize));
            if (data.IsLogarithmic) panel.UseDecadesY();
            panel.SetX(across, i + columns >= data.Panels.Count ? data.Across : "");
            panel.SetY(up, i % columns == 0 ? data.Up : "");
            panel.SetHeading(data.Panels[i].Name);
            foreach (var curve in data.Panels[i].Curves) panel.AddCurve([.. curve.X], Shown(curve), LineOf(curve, style, style.Curve(curve.Colour)));
        }

        foreach (var curve in entries) figure.AddLegend(curve.Name, LineOf(curve, style, HasOneColour(curve) ? style.Curve(curve.Colour) : style.Ink));
        return figure;

        // A model beside several curves wears the colour of each, and stands in the legend for all.
        bool HasOneColour(PlacedCurve entry) => entry.Model == 0 || all.Where(curve => (curve.Name, curve.Model) == (entry.Name, entry.Model)).All(curve => curve.Colour == entry.Colour);
    }

    private static LineStyle LineOf(PlacedCurve curve, PlotStyle style, Color colour) => new((curve.Model > 0 ? .7f : .8f) * style.LineWidth, colour.WithAlpha(curve.Model > 0 ? .8 : 1))
    {
        Pattern = curve.Model == 1 ? LinePattern.Dashed : curve.Model > 1 ? LinePattern.Dotted : style.Line(curve.Colour).Pattern,
    };
}
