using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>What the frames of one run share: the ranges of the axes.</summary>
/// <param name="Left">Lowest first coordinate.</param>
/// <param name="Right">Highest first coordinate.</param>
/// <param name="Bottom">Lowest second coordinate.</param>
/// <param name="Top">Highest second coordinate.</param>
public sealed record FlowView(double Left, double Right, double Bottom, double Top)
{
    /// <summary>A view of all particles and targets.</summary>
    public static FlowView Around(Matrix particles, Matrix targets)
    {
        var all = particles.Above(targets);
        double[] Column(int column) => [.. Enumerable.Range(0, all.Rows).Select(i => column < all.Columns ? all[i, column] : 0)];
        return new(Column(0).Min() - 1, Column(0).Max() + 1, Column(1).Min() - 1, Column(1).Max() + 1);
    }
}

/// <summary>How the numbers of an image are laid out.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
public sealed record ImageShape(int Height, int Width, int Channels);

/// <summary>One moment of a run.</summary>
/// <param name="Title">Name of the run.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Time">Time of the flow.</param>
/// <param name="Particles">n x d.</param>
/// <param name="Targets">m x d.</param>
/// <param name="Velocities">n x d.</param>
/// <param name="Landscape">c(f) at query points.</param>
/// <param name="View">What the frames of a run share.</param>
/// <param name="Shape">Says that a point is an image.</param>
public sealed record FlowFrame(string Title, long Step, double Time, Matrix Particles, Matrix Targets, Matrix Velocities,
    Func<Matrix, double[]> Landscape, FlowView? View = null, ImageShape? Shape = null);

/// <summary>A kind of picture.</summary>
[Family("plot")]
public abstract record Plot
{
    /// <summary>The plot that suits a frame best.</summary>
    public static Plot For(FlowFrame frame) => new InterimPlot();

    /// <summary>Draws a frame into a .png.</summary>
    public abstract void Save(FlowFrame frame, string path);
}

/// <summary>A plain scatter of the first two coordinates, until the pictures of their own branch take its place.</summary>
public sealed record InterimPlot : Plot
{
    /// <inheritdoc/>
    public override void Save(FlowFrame frame, string path)
    {
        using var plot = new ScottPlot.Plot();
        foreach (var points in new[] { frame.Targets, frame.Particles })
            plot.Add.ScatterPoints(Enumerable.Range(0, points.Rows).Select(i => new ScottPlot.Coordinates(points[i, 0], points.Columns > 1 ? points[i, 1] : 0)).ToArray());
        if (frame.View is { } view) plot.Axes.SetLimits(view.Left, view.Right, view.Bottom, view.Top);
        plot.SavePng(path, 800, 800);
    }
}
