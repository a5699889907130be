namespace NtkGan.Plots;

/// <summary>A training frame in more than two dimensions, projected on the plane of the targets' first two principal components. The
/// heat map is c(f) on that plane, which particles off the plane do not feel; arrows are the velocities' part along it.</summary>
/// <param name="Grid">Cells of the heat map along the longer axis, 2 to 2000; if not given, at most 48, and no more cells than nine for each
/// particle, or 512: the picture of a flow of 57 particles or more never costs more than ten of its steps.</param>
/// <param name="Arrows">Most arrows drawn, 1 to 100000.</param>
public sealed record FlowFrameProjected(int? Grid = null, int Arrows = 150) : Plot<FlowFrame>
{
    private const int MostCells = 48;

    /// <summary>Cells of the heat map along the longer axis; as many as the frame affords, where null.</summary>
    public int? Grid { get; init => field = Within(value, 2, 2000, "grid"); } = Within(Grid, 2, 2000, "grid");

    /// <summary>Most arrows drawn.</summary>
    public int Arrows { get; init => field = Within(value, 1, 100000, "arrows"); } = Within(Arrows, 1, 100000, "arrows");

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(5);

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Dimension <= 2 ? Fit.None : Fit.General;

    private protected override Figure Draw(FlowFrame data)
    {
        var view = data.ViewOrOwn;
        var plane = view.Plane ?? Projection.PrincipalPlane(data.Targets.Rows > 0 ? data.Targets : data.Particles);
        return new PlanePainter(Style, Grid, MostCells, Arrows).Draw(data with
        {
            Particles = plane.Apply(data.Particles),
            Targets = plane.Apply(data.Targets),
            Velocities = plane.ApplyToVectors(data.Velocities),
            Landscape = coordinates => data.Landscape(plane.Lift(coordinates)),
            View = view,
        }, $"{data.ShortLabel} on the plane", "first principal component", "second principal component");
    }
}
