using NtkGan.Data;
using NtkGan.Kernels.Radial;
using NtkGan.Plots;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>Generated points and a kernel discriminator play gradient descent-ascent, exactly, for a number of updates: one game, or several beside
/// each other. Predicts each by the linear theory (Becker, Pandit, Rangan, Fletcher 2022), and says what it did.</summary>
/// <param name="Seed">The seed of all random points and masses.</param>
/// <param name="Real">The true points; -1 and 1 on a line if not given.</param>
/// <param name="Generated">The generated points at the start; 1.6 and 1.7 if not given.</param>
/// <param name="Game">Kernel, step sizes, regularisation and order; a Gaussian kernel of length 0.25 if not given.</param>
/// <param name="Vary">Values to be tried beside each other; one game if not given.</param>
/// <param name="History">How the past of the generated points is kept; exactly if not given.</param>
/// <param name="Updates">Updates of the discriminator, at least 0.</param>
/// <param name="Trials">How often each game is played, with other random points and masses, at least 1.</param>
/// <param name="Kick">A small displacement; none if not given.</param>
/// <param name="Models">Models to draw beside the simulation, which need one true point and equal masses; none if not given.</param>
/// <param name="Log">What is recorded, and when; positions are recorded every log.every updates too.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record StabilitySimulationExperiment(ulong Seed = 1, PointMeasure? Real = null, PointMeasure? Generated = null, KernelGame? Game = null,
    Variation? Vary = null, HistoryPolicy? History = null, int Updates = 1000, int Trials = 1, Kick? Kick = null, ValueList<LocalModel>? Models = null,
    LogSettings? Log = null, PlotStyle? Figure = null) : StabilityExperiment
{
    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>The true points.</summary>
    public PointMeasure Real { get; } = Real ?? new(new ListedPoints([[-1], [1]]));

    /// <summary>The generated points at the start.</summary>
    public PointMeasure Generated { get; } = Generated ?? new(new ListedPoints([[1.6], [1.7]]));

    /// <summary>Kernel, step sizes, regularisation and order.</summary>
    public KernelGame Game { get; } = Game ?? new(new GaussianKernel(.25));

    /// <summary>Values to be tried beside each other.</summary>
    public Variation Vary { get; } = Vary ?? new();

    /// <summary>How the past of the generated points is kept.</summary>
    public HistoryPolicy History { get; } = History ?? new ExactHistory();

    /// <summary>Updates of the discriminator.</summary>
    public int Updates { get; } = Require.AtLeast(0, Updates);

    /// <summary>How often each game is played.</summary>
    public int Trials { get; } = Require.AtLeast(1, Trials);

    /// <summary>Models to draw beside the simulation.</summary>
    public ValueList<LocalModel> Models { get; } = Models ?? [];

    /// <inheritdoc/>
    public override LogSettings Log { get; } = OwnPictures.Only(Log) ?? new(Every: 5, FramesEvery: 100_000, CheckpointEvery: 500);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"kernel {Variation.NameOf(Game.Kernel)}, \u03b7d {Game.DiscriminatorRate}, \u03b7g {Game.GeneratorRate}, \u03bb {Game.Regularisation} where the picture says no other; {Trials} trial{(Trials == 1 ? "" : "s")}, {Updates} updates, seed {Seed}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header
    {
        get
        {
            var variants = Variants();
            return
            [
                $"kernel descent-ascent: f moves {Game.DiscriminatorSteps}x a step, points {Catalog.SnakeCase(Game.Order.ToString())}; w2 is squared and unweighted, as published",
                .. variants.Count == 1 ? [$"{Variation.NameOf(Game.Kernel)}, {FormattableString.Invariant($"eta_d {variants[0].Game.DiscriminatorRate}, eta_g {variants[0].Game.GeneratorRate}, lambda {variants[0].Game.Regularisation}")}"]
                    : variants.Select((variant, k) => FormattableString.Invariant($"w2_{k + 1}: {variant.Name}")),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedGame> Games() => [.. Variants().Select(variant => new NamedGame(variant.Name, variant.Configuration(Seed, 0)))];

    /// <inheritdoc/>
    public override ExperimentRun Start() => new StabilitySimulationRun(this);

    internal IReadOnlyList<Variant> Variants() => Vary.Of(Game, new("", Real, Generated));
}
