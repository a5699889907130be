using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Draws a two-dimensional frame: the landscape as a heat map, targets, particles, and velocities as arrows. Both axes have
/// one scale, so the shorter one shows more than the view asks for.</summary>
/// <param name="Style">Sizes and colours.</param>
/// <param name="Cells">Cells of the heat map along the longer axis.</param>
/// <param name="Arrows">Most arrows drawn.</param>
internal sealed record PlanePainter(PlotStyle Style, int Cells, int Arrows)
{
    /// <summary>Length of the arrow of the highest speed, as a share of the shorter side.</summary>
    private const double FullArrow = 0.09;

    // Of the arrow of full length: what is shorter is a mark without a direction.
    private const double ShortestArrow = 0.05;

    public Figure Draw(FlowFrame frame, string landscapeLabel, string xLabel, string yLabel)
    {
        var topSpeed = frame.View?.TopSpeed ?? frame.TopSpeed;
        var speed = frame.View?.TopSpeed is null ? FormattableString.Invariant($"velocity, longest arrow = {topSpeed:G3}")
            : FormattableString.Invariant($"velocity, longest at the start {topSpeed:G3}, now {frame.TopSpeed:G3}");
        var figure = new Figure(Style, frame, Plot.Proportion, ["targets", frame.Legend, speed], frame.Headline);
        var margins = figure.Margins;
        var panel = figure.AddPanel(figure.Body, new(margins.Left, figure.ColourBar(frame.View?.Landscape), margins.Bottom, margins.Top));
        var view = frame.ViewOrOwn;
        var perPixel = Math.Max(view.X.Span / panel.Data.Width, view.Y.Span / panel.Data.Height);
        var (x, y) = (view.X.WithSpan(perPixel * panel.Data.Width), view.Y.WithSpan(perPixel * panel.Data.Height));
        panel.SetX(x, xLabel);
        panel.SetY(y, yLabel);
        AddHeatMap(figure, panel, frame, x, y, landscapeLabel);
        panel.AddPoints(frame.Particles.Column(0), frame.Particles.Column(1), Style.Particle(frame.Particles.Rows));
        if (topSpeed > 0)
            panel.Plot.Add.Plottable(new ArrowField(ArrowsOf(frame, FullArrow * Math.Min(x.Span, y.Span) / topSpeed, ShortestArrow * topSpeed), Style.Ink, Style.Paper.WithAlpha(0.75), Style.Scale));

        // Last, and hollow: a target shows on a particle as on the landscape.
        foreach (var target in Style.Target(count: frame.Targets.Rows)) panel.AddPoints(frame.Targets.Column(0), frame.Targets.Column(1), target);
        figure.AddLegend("targets", Style.Target());
        figure.AddLegend(frame.Legend, Style.Particle());
        figure.AddLegend(speed, new LineStyle(2.5f, Style.Ink));
        return figure;
    }

    private void AddHeatMap(Figure figure, Panel panel, FlowFrame frame, AxisRange x, AxisRange y, string label)
    {
        var cell = Math.Max(x.Span, y.Span) / Cells;
        double[] across = x.Centres(Math.Max(2, (int)Math.Round(x.Span / cell))), up = y.Centres(Math.Max(2, (int)Math.Round(y.Span / cell)));
        var queries = new Matrix(across.Length * up.Length, 2);
        for (var i = 0; i < up.Length; i++)
            for (var j = 0; j < across.Length; j++)
                (queries[i * across.Length + j, 0], queries[i * across.Length + j, 1]) = (across[j], up[i]);
        var values = frame.LandscapeAt(queries);
        var map = panel.AddHeatMap(Style.Heat, new Matrix(up.Length, across.Length, values), new(across[0], across[^1]), new(up[0], up[^1]),
            frame.View?.Landscape ?? AxisRange.Around(values, 0));
        panel.AddColorBar(figure, map, label);
    }

    private List<CoordinateLine> ArrowsOf(FlowFrame frame, double scale, double slowest)
    {
        var arrows = new List<CoordinateLine>();
        var every = Math.Max(1, (frame.Particles.Rows + Arrows - 1) / Math.Max(1, Arrows));
        for (var i = 0; i < frame.Particles.Rows; i += every)
        {
            var (x, y) = (frame.Particles[i, 0], frame.Particles[i, 1]);
            if (double.Hypot(frame.Velocities[i, 0], frame.Velocities[i, 1]) < slowest) continue;
            arrows.Add(new(x, y, x + scale * frame.Velocities[i, 0], y + scale * frame.Velocities[i, 1]));
        }

        return arrows;
    }
}
