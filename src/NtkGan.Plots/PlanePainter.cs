using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Draws a two-dimensional frame: the landscape as a heat map with lines of equal value, targets, particles, and velocities as arrows. Both axes have
/// one scale, so the shorter one shows more than the view asks for.</summary>
/// <param name="Style">Sizes and colours.</param>
/// <param name="Cells">Cells of the heat map along the longer axis; as many as the frame affords, if not given.</param>
/// <param name="MostCells">The most of them where they are not given.</param>
/// <param name="Arrows">Most arrows drawn.</param>
internal sealed record PlanePainter(PlotStyle Style, int? Cells, int MostCells, int Arrows)
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
        var arrows = topSpeed > 0 ? ArrowsOf(frame, FullArrow * Math.Min(x.Span, y.Span) / topSpeed, ShortestArrow * topSpeed) : [];
        AddLandscape(figure, panel, frame, x, y, landscapeLabel, [.. Places(frame.Particles), .. Places(frame.Targets), .. arrows.SelectMany(arrow => new[] { arrow.Center, arrow.End })]);
        panel.AddPoints(frame.Particles.Column(0), frame.Particles.Column(1), Style.Particle(frame.Particles.Rows));
        panel.Plot.Add.Plottable(new ArrowField(arrows, Style.Ink, Style.Paper.WithAlpha(0.75), Style.Scale));

        // Last, and hollow: a target shows on a particle as on the landscape.
        foreach (var target in Style.Target(count: frame.Targets.Rows)) panel.AddPoints(frame.Targets.Column(0), frame.Targets.Column(1), target);
        figure.AddLegend("targets", Style.Target());
        figure.AddLegend(frame.Legend, Style.Particle());
        figure.AddLegend(speed, new LineStyle(2.5f, Style.Ink));
        return figure;
    }

    private void AddLandscape(Figure figure, Panel panel, FlowFrame frame, AxisRange x, AxisRange y, string label, IReadOnlyList<Coordinates> marks)
    {
        var (columns, rows) = Grid(x, y, Cells ?? MostCells, Cells is null ? frame.AffordableQueries : int.MaxValue);
        double[] across = x.Centres(columns), up = y.Centres(rows);
        var queries = new Matrix(columns * rows, 2);
        for (var i = 0; i < queries.Rows; i++) (queries[i, 0], queries[i, 1]) = (across[i % columns], up[i / columns]);
        var values = new Matrix(rows, columns, frame.LandscapeAt(queries));
        AxisRange wide = new(across[0], across[^1]), high = new(up[0], up[^1]);
        var map = panel.AddHeatMap(Style.Heat, values, wide, high, frame.View?.Landscape ?? AxisRange.Around(values.Values, 0));
        panel.AddColorBar(figure, map, label);
        panel.Plot.Add.Plottable(new Contours(Style, values, wide, high, marks, distance => $"lines: levels of this frame, every {distance}{(frame.View?.Landscape is null ? "" : "; colours: one scale for the run")}"));
    }

    /// <summary>Columns and rows of cells, square but for rounding.</summary>
    private static (int Columns, int Rows) Grid(AxisRange x, AxisRange y, int longest, int most)
    {
        for (; ; longest--)
        {
            var cell = Math.Max(x.Span, y.Span) / longest;
            var (columns, rows) = (Math.Max(2, (int)Math.Round(x.Span / cell)), Math.Max(2, (int)Math.Round(y.Span / cell)));
            if ((long)columns * rows <= most || longest <= 2) return (columns, rows);
        }
    }

    private static IEnumerable<Coordinates> Places(Matrix points) => Enumerable.Range(0, points.Rows).Select(i => new Coordinates(points[i, 0], points[i, 1]));

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
