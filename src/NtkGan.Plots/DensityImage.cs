using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Where particles in the plane are, as a photograph in grey beside that of the targets: a cell is the darker the more points it holds, black where it holds as
/// many, in parts of all, as the fullest hundredth of the cells of the targets. For tens of thousands of points and more, of which marks would cover each other.</summary>
/// <param name="Cells">Cells along the longer side of a photograph, 2 to 1000.</param>
public sealed record DensityImage(int Cells = 128) : Plot<FlowFrame>
{
    // The fullest cells by chance do not decide how dark all others are.
    private const double Fullest = .99;

    private const double Aspect = 0.62;

    /// <summary>Cells along the longer side.</summary>
    public int Cells { get; init => field = Within(value, 2, 1000, "cells"); } = Within(Cells, 2, 1000, "cells");

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(2);

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Dimension == 2 && data.Shape is null ? Fit.OnRequest : Fit.None;

    private protected override Figure Draw(FlowFrame data)
    {
        var figure = new Figure(Style, data, Aspect, title: data.Headline);
        var (view, body) = (data.ViewOrOwn, figure.Body);
        var cell = Math.Max(view.X.Span, view.Y.Span) / Cells;
        var (columns, rows) = (Math.Max(1, (int)Math.Ceiling(view.X.Span / cell)), Math.Max(1, (int)Math.Ceiling(view.Y.Span / cell)));
        double[] particles = Shares(data.Particles, view, cell, columns, rows), targets = Shares(data.Targets, view, cell, columns, rows);
        var black = BlackOf(data.Targets.Rows > 0 ? targets : particles);
        foreach (var (shares, name, left) in new[] { (particles, FormattableString.Invariant($"{data.Particles.Rows:N0} {data.Legend}"), body.Left), (targets, FormattableString.Invariant($"{data.Targets.Rows:N0} targets"), body.HorizontalCenter) })
        {
            var panel = figure.AddPanel(new(left, left + body.Width / 2, body.Bottom, body.Top), new(.7f * Style.TextSize, .7f * Style.TextSize, .7f * Style.TextSize, 2.4f * Style.TextSize));
            var perPixel = Math.Max(cell * columns / panel.Data.Width, cell * rows / panel.Data.Height);
            panel.SetX(new AxisRange(view.X.From, view.X.From + cell * columns).WithSpan(perPixel * panel.Data.Width), "");
            panel.SetY(new AxisRange(view.Y.From, view.Y.From + cell * rows).WithSpan(perPixel * panel.Data.Height), "");
            panel.HideAxes();
            panel.SetHeading(name);
            panel.Plot.Add.Plottable(new CellImage(rows, columns, (i, j) => Grey(shares[i * columns + j] / black),
                new CoordinateRect(view.X.From, view.X.From + cell * columns, view.Y.From, view.Y.From + cell * rows)));
        }

        return figure;
    }

    // Linear in the level of the pixel, as an image density is.
    private static Color Grey(double darkness)
    {
        var level = (byte)Math.Round(255 * Math.Clamp(1 - darkness, 0, 1));
        return new(level, level, level);
    }

    private static double[] Shares(Matrix points, FlowView view, double cell, int columns, int rows)
    {
        var shares = new double[columns * rows];
        for (var i = 0; i < points.Rows; i++)
        {
            var (column, row) = (Math.Floor((points[i, 0] - view.X.From) / cell), Math.Floor((points[i, 1] - view.Y.From) / cell));
            if (column >= 0 && column < columns && row >= 0 && row < rows) shares[(int)row * columns + (int)column] += 1.0 / points.Rows;
        }

        return shares;
    }

    private static double BlackOf(double[] shares)
    {
        double[] filled = [.. shares.Where(share => share > 0).Order()];
        return filled.Length == 0 ? 1 : filled[(int)(Fullest * (filled.Length - 1))];
    }
}
