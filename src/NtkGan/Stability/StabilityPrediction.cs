using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>What becomes of a game. <see cref="Outcome"/> is what the linear theory of isolated points says: the points are split into regions that do not feel each
/// other, each region is linearised around the equilibrium its points are headed for, and the worst region decides. That is local: it assumes the regions of the
/// start, points near enough to their equilibrium (<see cref="RegionPrediction.ValidityRadius"/>), and a discriminator that starts at rest. The <see cref="Verdict"/>
/// is on the game from its own start: the theory's where it reaches so far, else what a bounded exact simulation shows, or that it cannot be told.
/// Sources: Becker, Pandit, Rangan, Fletcher (2022), and their papers on local convergence; discrete conditions and equilibria derived.</summary>
public sealed class StabilityPrediction
{
    private readonly PredictionSurface? _surface;
    private readonly Lazy<StabilityVerdict> _verdict;
    private readonly Lazy<IReadOnlyList<ParameterAdvice>> _advice;
    private readonly Lazy<(Optimum? Regularisation, Optimum? Width)> _optima;

    private StabilityPrediction(GameConfiguration configuration, double threshold)
    {
        Configuration = configuration;
        Obstacle = PredictionSurface.Obstacle(configuration.Game.Kernel);
        _verdict = new(() => _surface is null ? StartSimulation.Of(configuration, null, SimulationBounds.Verdict) : new VerdictFinder(_surface).At(_surface.Start, SimulationBounds.Verdict));
        _advice = new(() => _surface is null ? [] : Advise(_surface));
        _optima = new(() => (OptimumOf(GameParameter.Regularisation), OptimumOf(GameParameter.Width)));
        if (Obstacle is not null) return;

        var surface = new PredictionSurface(configuration, threshold);
        try
        {
            Regions = surface.RegionsAt(surface.Start);
        }
        catch (NumericalException failure)
        {
            Obstacle = failure.Message;
            return;
        }

        (_surface, Partition) = (surface, surface.ShapeAt(surface.Start).Partition);
        Outcome = GameOutcome.Of([.. Regions.Select(region => region.Outcome)]);
    }

    /// <summary>Parameters that a person can move; masses and places are given.</summary>
    private static GameParameter[] Movable => [GameParameter.Width, GameParameter.Regularisation, GameParameter.DiscriminatorRate, GameParameter.GeneratorRate];

    /// <summary>The game.</summary>
    public GameConfiguration Configuration { get; }

    /// <summary>Why the theory says nothing, in one sentence: the kernel has no curvature, or a region has too many points for its equilibrium to be searched. Null if
    /// it applies. Without it the verdict rests on a simulation, and all else below is empty.</summary>
    public string? Obstacle { get; }

    /// <summary>The kernel's curvature.</summary>
    public KernelCurvature? Curvature => _surface?.Curvature;

    /// <summary>The regions of the start.</summary>
    public RegionPartition? Partition { get; }

    /// <summary>What the linear theory says, wherever the points start.</summary>
    public GameOutcome? Outcome { get; }

    /// <summary>The prediction region by region.</summary>
    public IReadOnlyList<RegionPrediction> Regions { get; } = [];

    /// <summary>What becomes of the game from its start, and what that rests on. Computed when first asked for: where the theory does not reach the start this
    /// simulates the game, some tenths of a second at most.</summary>
    /// <exception cref="UsageException">The game's numbers leave the range of floating-point numbers.</exception>
    public StabilityVerdict Verdict => _verdict.Value;

    /// <summary>The regime of the <see cref="Verdict"/>; null where it cannot be told.</summary>
    public Regime? Regime => Verdict.Regime;

    /// <summary>The factor by which a disturbance of the equilibrium shrinks at last, an update of f: the largest |z| to the power 1/n_d.</summary>
    public double? RatePerUpdate => Outcome is null ? null : Math.Pow(Outcome.Rate, 1.0 / Configuration.Game.DiscriminatorSteps);

    /// <summary>The exponential rate of decay in the discriminator's time, -ln(rate)/eta_d; negative where a disturbance grows.</summary>
    public double? RatePerTime => RatePerUpdate is { } rate ? -Math.Log(rate) / Configuration.Game.DiscriminatorRate : null;

    /// <summary>For width, regularisation and both step sizes: how far each may move, and to what end. Computed when first asked for.</summary>
    public IReadOnlyList<ParameterAdvice> Advice => _advice.Value;

    /// <summary>The regularisation of fastest convergence; null if there is none, or the game would not converge at it from its start.</summary>
    public Optimum? OptimalRegularisation => _optima.Value.Regularisation;

    /// <summary>The width of fastest convergence; null if there is none, or the game would not converge at it from its start.</summary>
    public Optimum? OptimalWidth => _optima.Value.Width;

    /// <summary>The prediction for a game.</summary>
    /// <param name="configuration">The game at its start.</param>
    /// <param name="threshold">That of <see cref="RegionPartition"/>.</param>
    /// <exception cref="UsageException">No generated point has mass.</exception>
    public static StabilityPrediction Of(GameConfiguration configuration, double threshold = RegionPartition.DefaultThreshold) => new(configuration, threshold);

    /// <summary>The prediction in plain sentences.</summary>
    public IReadOnlyList<string> Explain() => Explanation.Of(this);

    private ParameterAdvice[] Advise(PredictionSurface surface)
    {
        var (present, movable) = (Verdict, Movable);
        var advice = new ParameterAdvice[movable.Length];
        Workers.ForBlocks(movable.Length, 1, (start, end) =>
        {
            for (var i = start; i < end; i++) advice[i] = ParameterAdvice.Of(surface, movable[i], present);
        });
        return advice;
    }

    private Optimum? OptimumOf(GameParameter parameter)
    {
        if (_surface is null || Optimum.Of(_surface, parameter) is not { } optimum) return null;
        var verdict = new VerdictFinder(_surface).At(_surface.Start.With(parameter, optimum.Value), SimulationBounds.Advice);
        return verdict.Regime <= Stability.Regime.Oscillates ? optimum : null;
    }
}
