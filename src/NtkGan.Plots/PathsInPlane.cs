namespace NtkGan.Plots;

/// <summary>Generated points in the plane: their paths from rings (start) to dots (end), and the true points upon them, larger with more mass. One scale on both
/// axes.</summary>
public sealed record PathsInPlane : Plot<PointPaths>
{
    /// <inheritdoc/>
    public override PlotData Sample() => PointPaths.Example(2);

    /// <inheritdoc/>
    protected override Fit FitOf(PointPaths data) => data.Dimension == 2 ? Fit.Special : Fit.None;

    private protected override Figure Draw(PointPaths data)
    {
        var figure = new Figure(Style, data, Proportion, ["true points", .. PathPainter.Legend]);
        var panel = figure.AddRows(1)[0];
        AxisRange x = AxisRange.Around(data.Everywhere(0), .08), y = AxisRange.Around(data.Everywhere(1), .08);
        var perPixel = Math.Max(x.Span / panel.Data.Width, y.Span / panel.Data.Height);
        panel.SetX(x.WithSpan(perPixel * panel.Data.Width), data.IsProjected ? "first principal component" : "x\u2081");
        panel.SetY(y.WithSpan(perPixel * panel.Data.Height), data.IsProjected ? "second principal component" : "x\u2082");
        var painter = new PathPainter(Style, panel, data);
        for (var j = 0; j < data.Positions[0].Rows; j++) painter.Add(j, data.Coordinate(j, 0), data.Coordinate(j, 1));
        for (var i = 0; i < data.Real.Rows; i++)
            foreach (var mark in Style.Target(data.SizeOf(i, Style) / Style.PointSize)) panel.AddPoints([data.Real[i, 0]], [data.Real[i, 1]], mark);
        figure.AddLegend("true points", Style.Target());
        painter.AddLegend(figure);
        return figure;
    }
}
