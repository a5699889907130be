using System.Globalization;
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

    public Figure Draw(FlowFrame frame, string landscapeLabel, string xLabel, string yLabel)
    {
        var figure = new Figure(Style, frame.Headline);
        var margins = figure.Margins;
        var panel = figure.AddPanel(figure.Body, new(margins.Left, figure.ColourBar, margins.Bottom, margins.Top));
        var view = frame.ViewOrOwn;
        var perPixel = Math.Max(view.X.Span / panel.Data.Width, view.Y.Span / panel.Data.Height);
        var (x, y) = (view.X.WithSpan(perPixel * panel.Data.Width), view.Y.WithSpan(perPixel * panel.Data.Height));
        panel.SetX(x, xLabel);
        panel.SetY(y, yLabel);
        AddHeatMap(panel, frame, x, y, landscapeLabel);
        var (target, particle) = (Marker(Style.Target), Marker(Style.Particle));
        panel.AddPoints(frame.Targets.Column(0), frame.Targets.Column(1), target);
        panel.AddPoints(frame.Particles.Column(0), frame.Particles.Column(1), particle);
        var topSpeed = view.TopSpeed ?? TopSpeed(frame.Velocities);
        if (topSpeed > 0)
            panel.Plot.Add.Plottable(new ArrowField(ArrowsOf(frame, FullArrow * Math.Min(x.Span, y.Span) / topSpeed), Style.Ink, Style.Paper.WithAlpha(0.75)));
        figure.AddLegend("targets", target);
        figure.AddLegend(frame.Legend, particle);
        figure.AddLegend(string.Create(CultureInfo.InvariantCulture, $"velocity, longest arrow = {topSpeed:G3}"),
            new LineStyle(2.5f, Style.Ink));
        return figure;
    }

    private MarkerStyle Marker(Color color) => new(MarkerShape.FilledCircle, Style.PointSize, color)
    {
        OutlineColor = Style.Ink.WithAlpha(0.8),
        OutlineWidth = 1,
    };

    private void AddHeatMap(Panel panel, FlowFrame frame, AxisRange x, AxisRange y, string label)
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
        panel.AddColorBar(map, label);
    }

    private List<CoordinateLine> ArrowsOf(FlowFrame frame, double scale)
    {
        var arrows = new List<CoordinateLine>();
        var every = Math.Max(1, (frame.Particles.Rows + Arrows - 1) / Math.Max(1, Arrows));
        for (var i = 0; i < frame.Particles.Rows; i += every)
        {
            var (x, y) = (frame.Particles[i, 0], frame.Particles[i, 1]);
            arrows.Add(new(x, y, x + scale * frame.Velocities[i, 0], y + scale * frame.Velocities[i, 1]));
        }

        return arrows;
    }

    private static double TopSpeed(Matrix velocities)
    {
        var top = 0.0;
        for (var i = 0; i < velocities.Rows; i++) top = Math.Max(top, double.Hypot(velocities[i, 0], velocities[i, 1]));
        return top;
    }
}
