using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Kernels k(x, p) along a line of points x; the anchors p are dotted. Below, if they are given, the slopes of the curves: a kink of a kernel is a jump of its slope.</summary>
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
        var panels = data.Slopes is null ? figure.AddRows(1) : figure.AddRows(1, 1);
        DrawCurves(panels[0], data, data.Curves, data.ValueLabel);
        if (data.Slopes is { } slopes) DrawCurves(panels[1], data, slopes, "slope");
        panels[^1].SetX(Across(data), data.PositionLabel);
        for (var i = 0; i < data.Curves.Count; i++) figure.AddLegend(data.Curves[i].Name, Style.Line(i));
        return figure;
    }

    private static AxisRange Across(KernelLine data) => AxisRange.Around([.. data.Positions, .. data.Anchors], 0.02);

    private void DrawCurves(Panel panel, KernelLine data, ValueList<Curve> curves, string label)
    {
        panel.SetX(Across(data), "");
        var height = AxisRange.Around([.. curves.SelectMany(curve => curve.Values)]);
        panel.SetY(height, label);
        foreach (var anchor in data.Anchors) panel.AddCurve([anchor, anchor], [height.From, height.To], new LineStyle(1.5f, Style.Ink.WithAlpha(0.5)) { Pattern = LinePattern.Dotted });
        for (var i = 0; i < curves.Count; i++) panel.AddCurve([.. data.Positions], [.. curves[i].Values], Style.Line(i));
    }
}
