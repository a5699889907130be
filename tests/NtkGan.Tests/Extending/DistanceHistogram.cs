using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Tests.Extending;

/// <summary>How far particles are from the centre of the targets, as a histogram.</summary>
/// <param name="Bins">Bins of the histogram.</param>
public sealed record DistanceHistogram(int Bins = 20) : PanelPlot<FlowFrame>
{
    /// <inheritdoc/>
    public override PlotData Sample() => new FlowFrame("distances", 10, null, Points(.5), Points(1), Points(0), queries => new double[queries.Rows]);

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Targets.Rows > 0 && data.Dimension > 0 ? Fit.OnRequest : Fit.None;

    /// <inheritdoc/>
    protected override void Draw(FlowFrame data, int panel, ScottPlot.Plot plot)
    {
        double[] centre = [.. Enumerable.Range(0, data.Dimension).Select(k => Enumerable.Range(0, data.Targets.Rows).Average(j => data.Targets[j, k]))];
        double[] distances = [.. Enumerable.Range(0, data.Particles.Rows).Select(i => Math.Sqrt(centre.Select((c, k) => Math.Pow(data.Particles[i, k] - c, 2)).Sum()))];
        plot.Add.Histogram(ScottPlot.Statistics.Histogram.WithBinCount(Bins, distances));
        plot.XLabel("distance from the centre of the targets");
        plot.YLabel("particles");
    }

    private static Matrix Points(double radius)
    {
        var points = new Matrix(24, 2);
        for (var i = 0; i < points.Rows; i++) (points[i, 0], points[i, 1]) = (radius * Math.Cos(i) * (1 + i / 24.0), radius * Math.Sin(i));
        return points;
    }
}
