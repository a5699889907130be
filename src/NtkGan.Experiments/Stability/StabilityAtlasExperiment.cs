using NtkGan.Data;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>An atlas of regimes over two numbers of a game: what the linear theory predicts as areas, and at the places of a coarser grid what a
/// simulation did. A step of the run is a batch of simulations.</summary>
/// <param name="Seed">The seed of random points, masses and kicks.</param>
/// <param name="Real">The true points; one at 0 on a line if not given.</param>
/// <param name="Generated">The generated points at the start; one at 0.01 if not given.</param>
/// <param name="Game">The game, two numbers of which the axes replace; a Gaussian kernel if not given.</param>
/// <param name="X">The horizontal axis; the width from 0.05 to 5 if not given.</param>
/// <param name="Y">The vertical axis; the regularisation from 0.05 to 5 if not given.</param>
/// <param name="Updates">Updates of each simulation, at least 8.</param>
/// <param name="Records">Positions of a simulation that are read to tell its regime, at least 8; oscillations need some eight a swing.</param>
/// <param name="Kick">A displacement of the generated points of every simulation, by which an unstable rest shows itself; its size is in kernel widths. None
/// if not given.</param>
/// <param name="Batch">Simulations in one step of the run, at least 1.</param>
/// <param name="Margin">Simulations count as away from the boundaries if the prediction is the same with each axis' number multiplied and divided by
/// 1 + margin; above 0.</param>
/// <param name="History">How a simulation keeps the past; within 1e-14 if not given.</param>
/// <param name="Log">What is recorded, and when, in steps.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record StabilityAtlasExperiment(ulong Seed = 1, PointMeasure? Real = null, PointMeasure? Generated = null, KernelGame? Game = null,
    AtlasAxis? X = null, AtlasAxis? Y = null, int Updates = 2000, int Records = 400, Kick? Kick = null, int Batch = 16, double Margin = .1,
    HistoryPolicy? History = null, LogSettings? Log = null, PlotStyle? Figure = null) : StabilityExperiment
{
    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>The true points.</summary>
    public PointMeasure Real { get; } = Real ?? new(new ListedPoints([[0]]));

    /// <summary>The generated points at the start.</summary>
    public PointMeasure Generated { get; } = Generated ?? new(new ListedPoints([[.01]]));

    /// <summary>The game.</summary>
    public KernelGame Game { get; } = Game ?? new(new GaussianKernel());

    /// <summary>The horizontal axis.</summary>
    public AtlasAxis X { get; } = X ?? new(GameParameter.Width, .05, 5);

    /// <summary>The vertical axis.</summary>
    public AtlasAxis Y { get; } = Y ?? new(GameParameter.Regularisation, .05, 5);

    /// <summary>Updates of each simulation.</summary>
    public int Updates { get; } = Require.AtLeast(8, Updates);

    /// <summary>Positions that are read.</summary>
    public int Records { get; } = Require.AtLeast(8, Records);

    /// <summary>Simulations in one step.</summary>
    public int Batch { get; } = Require.AtLeast(1, Batch);

    /// <summary>What counts as away from the boundaries.</summary>
    public double Margin { get; } = Require.Positive(Margin);

    /// <summary>How a simulation keeps the past.</summary>
    public HistoryPolicy History { get; } = History ?? new BoundedHistory();

    /// <inheritdoc/>
    public override LogSettings Log { get; } = OwnPictures.Only(Log) ?? new(Every: 1, FramesEvery: 100_000, CheckpointEvery: 1);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"kernel {Variation.NameOf(Game.Kernel)}, \u03b7d {Game.DiscriminatorRate}, \u03b7g {Game.GeneratorRate}, \u03bb {Game.Regularisation} but for the axes; {X.Count} x {Y.Count} predictions, {X.Simulations} x {Y.Simulations} simulations of {Updates} updates, seed {Seed}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header =>
    [
        $"{X.Label} against {Y.Label}; kernel {Variation.NameOf(Game.Kernel)}, its lengths in proportion",
        FormattableString.Invariant($"{X.Count} x {Y.Count} predictions, {X.Simulations} x {Y.Simulations} simulations of {Updates} updates"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedGame> Games() => [new("the game whose numbers the axes replace", Configuration())];

    /// <inheritdoc/>
    public override ExperimentRun Start() => X.Parameter == Y.Parameter
        ? throw new UsageException($"x and y must be two parameters, not {Catalog.SnakeCase(X.Parameter.ToString())} twice.")
        : new StabilityAtlasRun(Fitting());

    private StabilityAtlasExperiment Fitting()
    {
        MemoryBudget.CheckNumbers(2.0 * X.Count * Y.Count, FormattableString.Invariant($"A map of {X.Count} x {Y.Count} predictions"), "lower x.count or y.count.");
        MemoryBudget.CheckNumbers(3.0 * X.Simulations * Y.Simulations, FormattableString.Invariant($"A grid of {X.Simulations} x {Y.Simulations} simulations"), "lower x.simulations or y.simulations.");
        return this;
    }

    internal GameConfiguration Configuration() => new(Game, Real.Draw(Seed, "real", 0), Generated.Draw(Seed, "generated", 0));
}
