using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>What the frames of one run share, so that they can be compared and played as a film: make it once, of the first particles
/// and the targets, and give it to every frame.</summary>
/// <param name="X">Horizontal axis. A picture with equal scales may show more, never less.</param>
/// <param name="Y">Vertical axis; unused in one dimension.</param>
/// <param name="Landscape">Values that the colours, or in one dimension the vertical axis, reach over; each frame's own where null.</param>
/// <param name="TopSpeed">The speed whose arrow has full length; each frame's own highest where null.</param>
/// <param name="Plane">In more than two dimensions: the plane onto which all is projected.</param>
public sealed record FlowView(AxisRange X, AxisRange Y, AxisRange? Landscape = null, double? TopSpeed = null, Projection? Plane = null)
{
    private const int Cells = 24;
    private const double Wider = 0.1, Air = 0.25;

    /// <summary>A view of all particles and targets. Beyond two dimensions on the principal plane of the targets (of the particles,
    /// where there is no target).</summary>
    /// <param name="particles">n x d.</param>
    /// <param name="targets">m x d.</param>
    /// <param name="margin">Share of the extent left free at each end.</param>
    /// <exception cref="NumericalException">A coordinate is so large that no axis can hold it.</exception>
    public static FlowView Around(Matrix particles, Matrix targets, double margin = 0.15)
    {
        var all = particles.Above(targets);
        var plane = all.Columns > 2 && all.Rows > 0 ? Projection.PrincipalPlane(targets.Rows > 0 ? targets : particles) : null;
        var shown = plane?.Apply(all) ?? all;
        return new(Range(shown, 0, margin), Range(shown, 1, margin), Plane: plane);
    }

    /// <summary>This view with the colours and the arrows of one frame: give it to all frames of a run, so that they can be compared.</summary>
    /// <param name="frame">The first frame; its landscape is asked once, on a coarse grid, and never for images.</param>
    /// <exception cref="NumericalException">The landscape is not finite.</exception>
    public FlowView ScaledTo(FlowFrame frame)
    {
        if (frame.Shape is not null) return this;
        var speeds = Plane is { } plane && frame.Dimension > 2 ? frame with { Velocities = plane.ApplyToVectors(frame.Velocities) } : frame;
        var landscape = AxisRange.Around(frame.LandscapeAt(Grid(frame.Dimension)), frame.Dimension == 1 ? Air : 0);
        return this with { Landscape = landscape, TopSpeed = speeds.TopSpeed };
    }

    // A picture with equal scales shows more than the view along one axis.
    private Matrix Grid(int dimension)
    {
        double[] across = X.Widened(Wider).Centres(Cells), up = Y.Widened(Wider).Centres(Cells);
        if (dimension == 1) return Matrix.Column(X.Centres(Cells * Cells));
        var plane = new Matrix(Cells * Cells, 2);
        for (var i = 0; i < plane.Rows; i++) (plane[i, 0], plane[i, 1]) = (across[i % Cells], up[i / Cells]);
        return dimension > 2 ? Plane!.Lift(plane) : plane;
    }

    private static AxisRange Range(Matrix points, int column, double margin) =>
        column < points.Columns ? AxisRange.Around(points.Column(column), margin) : new AxisRange(-1, 1);
}
