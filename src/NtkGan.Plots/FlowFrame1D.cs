using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>A training frame on the line: above the landscape c(f) with the particles upon it and the targets at the foot, then its
/// slope, which drives the particles to the left where it is positive, then histograms of both distributions. What is flat on the scale of the view is drawn a
/// second time, thin, enlarged by a power of ten that a remark states.</summary>
/// <param name="Grid">Points of the curve, 3 to 100000; the slope is its central difference. If not given, at most 512, and so few that the picture of a flow of 57
/// particles or more never costs more than ten of its steps.</param>
/// <param name="Bins">Bins of the histograms, 1 to 10000.</param>
[Named("flow_frame_1d")]
public sealed record FlowFrame1D(int? Grid = null, int Bins = 60) : Plot<FlowFrame>
{
    // Of the span of an axis: what reaches less far to either side is drawn again, to reach at most so far.
    private const double Flat = 0.03, Enlarged = 0.35;

    private const int MostPoints = 512;

    /// <summary>Points of the curve; as many as the frame affords, where null.</summary>
    public int? Grid { get; init => field = Within(value, 3, 100000, "grid"); } = Within(Grid, 3, 100000, "grid");

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
        var grid = Grid ?? Math.Min(MostPoints, data.AffordableQueries - data.Particles.Rows);
        var x = view.X.Centres(grid);
        double[] particles = data.Particles.Column(0), targets = data.Targets.Column(0);
        var values = data.LandscapeAt(Matrix.Column([.. x, .. particles]));
        double[] curve = values[..grid], atParticles = values[grid..];
        var slope = Slope(x, curve);
        var line = new LineStyle(Style.LineWidth, Style.Ink);
        MarkerStyle particle = Point(MarkerShape.FilledCircle, Style.Particle), target = Point(MarkerShape.FilledDiamond, Style.Target);

        var rows = figure.AddRows(1.2f, 0.8f, 0.8f);
        foreach (var row in rows) row.SetX(view.X, "");
        var height = AxisRange.Around(curve, 0.12);
        if (view.Landscape is { } shared) height = new(Math.Min(height.From, shared.From), Math.Max(height.To, shared.To));
        rows[0].SetY(height, data.ShortLabel);
        rows[0].AddCurve(x, curve, line);
        AddEnlarged(figure, rows[0], x, curve, height, curve.Min() / 2 + curve.Max() / 2);
        rows[0].AddPoints(particles, atParticles, particle);
        rows[0].AddPoints(targets, [.. targets.Select(_ => height.From + 0.035 * height.Span)], target);
        var steepness = AxisRange.Around([.. slope, 0, .. data.View?.TopSpeed is { } top ? new[] { -top, top } : []], 0.12);
        rows[1].SetY(steepness, $"slope of {(data.ShortLabel.Contains("c(f)", StringComparison.Ordinal) ? "c(f)" : "it")}");
        rows[1].Plot.Add.HorizontalLine(0, 1, Style.Ink.WithAlpha(0.4));
        rows[1].AddCurve(x, slope, line);
        AddEnlarged(figure, rows[1], x, slope, steepness, 0);
        rows[2].SetX(view.X, "x");
        rows[2].SetY(AxisRange.Around([0, .. AddHistogram(rows[2], view.X, targets, Style.Target), .. AddHistogram(rows[2], view.X, particles, Style.Particle)], 0.08) with { From = 0 }, "share");
        figure.AddLegend("targets", target);
        figure.AddLegend(data.Legend, particle);
        return figure;
    }

    // About its middle, which is drawn in the middle of the axis.
    private void AddEnlarged(Figure figure, Panel panel, double[] x, double[] values, AxisRange axis, double middle)
    {
        var reach = values.Max(value => Math.Abs(value - middle));
        if (!(reach > 0) || reach > Flat * axis.Span) return;
        var factor = Math.Pow(10, Math.Floor(Math.Log10(Enlarged * axis.Span / reach)));
        if (!double.IsFinite(factor)) return;
        panel.AddCurve(x, [.. values.Select(value => axis.Middle + factor * (value - middle))], new LineStyle(0.5f * Style.LineWidth, Style.Ink));
        var remark = GroundedText.InCorner(FormattableString.Invariant($"thin: enlarged {factor:0.#########} times, about {(middle == 0 ? "0" : middle.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '\u2212'))}"), panel.Data, 0.8f * Style.TextSize);
        figure.AddOverlay(canvas =>
        {
            foreach (var line in remark) line.Draw(canvas, Style);
        });
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
