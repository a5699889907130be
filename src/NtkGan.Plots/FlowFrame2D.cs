namespace NtkGan.Plots;

/// <summary>A training frame in the plane: particles magenta dots, targets orange diamonds upon them, the landscape c(f) as a heat map (on the scale of the view, if it
/// has one) with lines at levels of the frame itself, velocities as arrows, one scale on both axes. The arrow of the highest speed (of the view, else of the frame; the legend states it) is 9 % of the picture's shorter
/// side long, the others in proportion; one below a twentieth of it is not drawn. Arrows are drawn for every k-th particle, k the least that keeps their limit.</summary>
/// <param name="Grid">Cells of the heat map along the longer axis, 2 to 2000; if not given, at most 64, and no more cells than nine for each
/// particle, or 512: the picture of a flow of 57 particles or more never costs more than ten of its steps.</param>
/// <param name="Arrows">Most arrows drawn, 1 to 100000.</param>
[Named("flow_frame_2d")]
public sealed record FlowFrame2D(int? Grid = null, int Arrows = 150) : Plot<FlowFrame>
{
    private const int MostCells = 64;

    /// <summary>Cells of the heat map along the longer axis; as many as the frame affords, where null.</summary>
    public int? Grid { get; init => field = Within(value, 2, 2000, "grid"); } = Within(Grid, 2, 2000, "grid");

    /// <summary>Most arrows drawn.</summary>
    public int Arrows { get; init => field = Within(value, 1, 100000, "arrows"); } = Within(Arrows, 1, 100000, "arrows");

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(2);

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Dimension == 2 && data.Shape is null ? Fit.Special : Fit.None;

    private protected override Figure Draw(FlowFrame data) => new PlanePainter(Style, Grid, MostCells, Arrows).Draw(data, data.LandscapeLabel, "x\u2081", "x\u2082");
}
