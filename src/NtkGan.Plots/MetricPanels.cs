using ScottPlot;

namespace NtkGan.Plots;

/// <summary>The metrics of more experiments than there are colours, in the places that the runs name: for each metric panels on the same axes, and in each panel a curve for each of its experiments, with the
/// band of its seeds. Steps and metrics are logarithmic where <see cref="MetricComparison"/> has them so. A metric without any value has no panels.</summary>
public sealed record MetricPanels : Plot<MetricRuns>
{
    private const double PanelProportion = .62;
    private const float Smaller = .85f;

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        string[] panels = ["ipm, near", "ipm, far", "lsgan, near", "lsgan, far"], curves = ["relu", "rbf", "sigmoid"];
        var runs = (from p in Enumerable.Range(0, 4)
                    from c in Enumerable.Range(0, 3)
                    from seed in Enumerable.Range(1, 2)
                    select (Place: new CurvePlace(panels[p], curves[c]), Table: new MetricTable($"{panels[p]}-{curves[c]}", ["step", "generator's loss lg", "energy distance e"],
                        [.. Enumerable.Range(0, 60).Select(i => (double[])[5 * i, Math.Exp(-.05 * (c + 1) * i) - .2 * seed * p, i == 0 ? double.NaN : (1 + .5 * seed) * Math.Exp(-.02 * (c + p + 1) * i)])]))).ToList();
        return new MetricRuns("Two losses, three kernels and two targets", [.. runs.Select(run => run.Table)], [.. runs.Select(run => run.Place)], 2) { Caption = "made-up numbers, seeds 1 and 2" };
    }

    /// <inheritdoc/>
    protected override Fit FitOf(MetricRuns data) => data.Places is not null && data.Experiments.Length > Style.Curves.Count ? Fit.Special : Fit.OnRequest;

    private protected override Figure Draw(MetricRuns data)
    {
        CurvePlace PlaceOf(int run) => data.Places?[run] ?? new("", data.Runs[run].Title);
        string[] headings = [.. Enumerable.Range(0, data.Runs.Count).Select(i => PlaceOf(i).Panel).Distinct()], curves = [.. Enumerable.Range(0, data.Runs.Count).Select(i => PlaceOf(i).Curve).Distinct()];
        var (metrics, across, style) = (data.Shown, new StepAxis([.. data.Runs]), Style.Smaller(Smaller));
        var columns = Style.IsNarrow ? 1 : Math.Min(headings.Length, data.Columns ?? (int)Math.Ceiling(Math.Sqrt(headings.Length)));
        var rows = (headings.Length + columns - 1) / columns;
        var figure = new Figure(style, data, Figure.AspectOfAlike(style, metrics.Length * rows * columns, columns, PanelProportion, style.TextSize, curves), curves);
        var (top, height) = (figure.Body.Top, (figure.Body.Height - figure.FootRoom) / metrics.Length);
        for (var m = 0; m < metrics.Length; m++)
        {
            var isLast = m == metrics.Length - 1;
            var area = new PixelRect(figure.Body.Left, figure.Body.Right - style.TextSize, top + (m + 1) * height + (isLast ? figure.FootRoom : 0), top + m * height);
            var (scale, panels) = (data.ScaleOf(metrics[m]), figure.AddAlike(area, headings.Length, columns, isLast));
            for (var p = 0; p < panels.Length; p++)
            {
                var panel = panels[p];
                across.Set(panel, isLast && p + columns >= panels.Length);
                panel.SetHeading(headings[p]);
                scale.Draw(panel, p % columns == 0 ? metrics[m] : "",
                    [.. data.Bands(metrics[m], i => PlaceOf(i).Panel == headings[p] ? PlaceOf(i).Curve : null).Select(band => band.On(panel, across, style, Array.IndexOf(curves, band.Name)))]);
            }
        }

        for (var curve = 0; curve < curves.Length; curve++) figure.AddLegend(curves[curve], style.Line(curve));
        return figure;
    }
}
