using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Kernels k(x, p) along a line of points x; the anchors p are dotted.</summary>
public sealed record KernelSlice : Plot<KernelLine>
{
    /// <inheritdoc/>
    public override PlotData Sample()
    {
        double[] positions = [.. Enumerable.Range(0, 201).Select(i => -3 + 0.03 * i)], anchors = [-1, 0.5];
        return new KernelLine("Gaussian kernel", positions,
            [.. anchors.Select(p => new Curve(FormattableString.Invariant($"p = {p}"), [.. positions.Select(x => Math.Exp(-(x - p) * (x - p) / 2))]))], anchors);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(KernelLine data) => Fit.Special;

    private protected override Figure Draw(KernelLine data)
    {
        var figure = new Figure(Style, data, Proportion, data.Curves.Select(curve => curve.Name));
        var panel = figure.AddRows(1)[0];
        double[] positions = [.. data.Positions];
        panel.SetX(AxisRange.Around([.. positions, .. data.Anchors], 0.02), data.PositionLabel);
        var height = AxisRange.Around([.. data.Curves.SelectMany(curve => curve.Values)]);
        panel.SetY(height, data.ValueLabel);
        foreach (var anchor in data.Anchors) panel.AddCurve([anchor, anchor], [height.From, height.To], new LineStyle(1.5f, Style.Ink.WithAlpha(0.5)) { Pattern = LinePattern.Dotted });
        for (var i = 0; i < data.Curves.Count; i++)
        {
            var line = Style.Line(i);
            panel.AddCurve(positions, [.. data.Curves[i].Values], line);
            figure.AddLegend(data.Curves[i].Name, line);
        }

        return figure;
    }
}
