using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Generated points on a line: position against the update, one curve a point from a ring (start) to a dot (end); true points are
/// horizontal bands, wider with more mass.</summary>
public sealed record PathsOnLine : Plot<PointPaths>
{
    /// <inheritdoc/>
    public override PlotData Sample() => PointPaths.Example(1);

    /// <inheritdoc/>
    protected override Fit FitOf(PointPaths data) => data.Dimension == 1 ? Fit.Special : Fit.None;

    private protected override Figure Draw(PointPaths data)
    {
        var figure = new Figure(Style, data, Proportion, ["true points", .. PathPainter.Legend]);
        var panel = figure.AddRows(1)[0];
        var across = AxisRange.Around([.. data.Times], .02);
        panel.SetX(across, "update");
        panel.SetY(AxisRange.Around(data.Everywhere(0), .06), "position");
        for (var i = 0; i < data.Real.Rows; i++)
            panel.AddCurve([across.From, across.To], [data.Real[i, 0], data.Real[i, 0]], new LineStyle(.7f * data.SizeOf(i, Style), Style.Target.WithAlpha(.75)));
        var painter = new PathPainter(Style, panel, data);
        double[] times = [.. data.Times.Take(data.Count)];
        for (var j = 0; j < data.Positions[0].Rows; j++) painter.Add(j, times, data.Coordinate(j, 0));
        figure.AddLegend("true points", new LineStyle(9, Style.Target.WithAlpha(.75)));
        painter.AddLegend(figure);
        return figure;
    }
}
