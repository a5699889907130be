using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>A training frame on the line: above the landscape c(f) with the particles upon it and the targets at the foot, then its
/// slope, which drives the particles to the left where it is positive, then histograms of both distributions.</summary>
/// <param name="Grid">Points of the curve, 3 to 100000; the slope is its central difference.</param>
/// <param name="Bins">Bins of the histograms, 1 to 10000.</param>
[Named("flow_frame_1d")]
public sealed record FlowFrame1D(int Grid = 512, int Bins = 60) : Plot<FlowFrame>
{
    /// <summary>Points of the curve.</summary>
    public int Grid { get; init => field = Within(value, 3, 100000, "grid"); } = Within(Grid, 3, 100000, "grid");

    /// <summary>Bins of the histograms.</summary>
    public int Bins { get; init => field = Within(value, 1, 10000, "bins"); } = Within(Bins, 1, 10000, "bins");

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(1);

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Dimension == 1 && data.Shape is null ? Fit.Special : Fit.None;

    private protected override Figure Draw(FlowFrame data)
    {
        var figure = new Figure(Style, data, Proportion, ["targets", data.Legend], data.Headline);
        var view = data.ViewOrOwn;
        var x = view.X.Centres(Grid);
        double[] particles = data.Particles.Column(0), targets = data.Targets.Column(0);
        var values = data.LandscapeAt(Matrix.Column([.. x, .. particles]));
        double[] curve = values[..Grid], atParticles = values[Grid..];
        var slope = Slope(x, curve);
        var line = new LineStyle(Style.LineWidth, Style.Ink);
        MarkerStyle particle = Point(MarkerShape.FilledCircle, Style.Particle), target = Point(MarkerShape.FilledDiamond, Style.Target);

        var rows = figure.AddRows(1.2f, 0.8f, 0.8f);
        foreach (var row in rows) row.SetX(view.X, "");
        var height = AxisRange.Around(curve, 0.12);
        if (view.Landscape is { } shared) height = new(Math.Min(height.From, shared.From), Math.Max(height.To, shared.To));
        rows[0].SetY(height, data.ShortLabel);
        rows[0].AddCurve(x, curve, line);
        rows[0].AddPoints(particles, atParticles, particle);
        rows[0].AddPoints(targets, [.. targets.Select(_ => height.From + 0.035 * height.Span)], target);
        rows[1].SetY(AxisRange.Around([.. slope, 0, .. data.View?.TopSpeed is { } top ? new[] { -top, top } : []], 0.12), $"slope of {(data.ShortLabel.Contains("c(f)", StringComparison.Ordinal) ? "c(f)" : "it")}");
        rows[1].Plot.Add.HorizontalLine(0, 1, Style.Ink.WithAlpha(0.4));
        rows[1].AddCurve(x, slope, line);
        rows[2].SetX(view.X, "x");
        rows[2].SetY(AxisRange.Around([0, .. AddHistogram(rows[2], view.X, targets, Style.Target), .. AddHistogram(rows[2], view.X, particles, Style.Particle)], 0.08) with { From = 0 }, "share");
        figure.AddLegend("targets", target);
        figure.AddLegend(data.Legend, particle);
        return figure;
    }

    private MarkerStyle Point(MarkerShape shape, Color color) => new(shape, Style.PointSize, color.WithAlpha(0.8))
    {
        OutlineColor = Style.Ink.WithAlpha(0.7),
        OutlineWidth = 1,
    };

    private static double[] Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> values)
    {
        var slope = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (before, after) = (Math.Max(0, i - 1), Math.Min(x.Length - 1, i + 1));
            slope[i] = (values[after] - values[before]) / (x[after] - x[before]);
        }

        return slope;
    }

    private double[] AddHistogram(Panel panel, AxisRange range, double[] values, Color color)
    {
        var shares = new double[Bins];
        foreach (var value in values)
            if (value >= range.From && value < range.To) shares[(int)((value - range.From) / range.Span * Bins)] += 1.0 / values.Length;
        var centres = range.Centres(Bins);
        panel.Plot.Add.Bars(shares.Select((share, bin) => new Bar
        {
            Position = centres[bin],
            Value = share,
            Size = range.Span / Bins,
            FillColor = color.WithAlpha(0.6),
            LineWidth = Style.IsPrint ? 1 : 0,
            LineColor = Style.Ink,
        }).Where(bar => bar.Value > 0).ToArray());
        return shares;
    }
}
