using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>What becomes of a game, predicted from its numbers by the linear theory of isolated points: the points are split into regions that do not feel each
/// other, each region is linearised around the equilibrium its points are headed for, and the worst region decides. It assumes the regions of the
/// start, points near enough to their equilibrium (<see cref="RegionPrediction.ValidityRadius"/>), and a discriminator that starts at rest.
/// Sources: Becker, Pandit, Rangan, Fletcher (2022), and their papers on local convergence; discrete conditions and equilibria derived.</summary>
public sealed class StabilityPrediction
{
    private readonly PredictionSurface? _surface;
    private readonly Lazy<IReadOnlyList<ParameterAdvice>> _advice;
    private readonly Lazy<(Optimum? Regularisation, Optimum? Width)> _optima;

    private StabilityPrediction(GameConfiguration configuration, double threshold)
    {
        Configuration = configuration;
        Obstacle = KernelCurvature.Obstacle(configuration.Game.Kernel);
        _advice = new(() => _surface is null ? [] : [.. Movable.Select(parameter => ParameterAdvice.Of(_surface, parameter))]);
        _optima = new(() => _surface is null ? default : (Optimum.Of(_surface, GameParameter.Regularisation), Optimum.Of(_surface, GameParameter.Width)));
        if (Obstacle is not null) return;

        _surface = new PredictionSurface(configuration, threshold);
        var (shape, rates) = (_surface.ShapeAt(_surface.Start), _surface.RatesAt(_surface.Start));
        Partition = shape.Partition;
        Outcome = _surface.At(_surface.Start);
        Regions = [.. shape.Regions.Zip(Outcome.Regions, (region, outcome) => Describe(region, outcome, rates))];
    }

    /// <summary>Parameters that a person can move; masses and places are given.</summary>
    private static IEnumerable<GameParameter> Movable => [GameParameter.Width, GameParameter.Regularisation, GameParameter.DiscriminatorRate, GameParameter.GeneratorRate];

    /// <summary>The game.</summary>
    public GameConfiguration Configuration { get; }

    /// <summary>Why the theory says nothing, in one sentence; null if it applies. Without it all below is empty.</summary>
    public string? Obstacle { get; }

    /// <summary>The kernel's curvature.</summary>
    public KernelCurvature? Curvature => _surface?.Curvature;

    /// <summary>The regions of the start.</summary>
    public RegionPartition? Partition { get; }

    /// <summary>The whole outcome.</summary>
    public GameOutcome? Outcome { get; }

    /// <summary>The prediction region by region.</summary>
    public IReadOnlyList<RegionPrediction> Regions { get; } = [];

    /// <summary>The verdict: the worst regime of all regions; null where the theory does not apply.</summary>
    public Regime? Regime => Outcome?.Regime;

    /// <summary>The factor by which a disturbance shrinks at last, an update of f: the largest |z| to the power 1/n_d.</summary>
    public double? RatePerUpdate => Outcome is null ? null : Math.Pow(Outcome.Rate, 1.0 / Configuration.Game.DiscriminatorSteps);

    /// <summary>The exponential rate of decay in the discriminator's time, -ln(rate)/eta_d; negative where a disturbance grows.</summary>
    public double? RatePerTime => RatePerUpdate is { } rate ? -Math.Log(rate) / Configuration.Game.DiscriminatorRate : null;

    /// <summary>For width, regularisation and both step sizes: the nearest value at which the verdict is less severe. Computed when first asked for.</summary>
    public IReadOnlyList<ParameterAdvice> Advice => _advice.Value;

    /// <summary>The regularisation of fastest convergence; null if there is none.</summary>
    public Optimum? OptimalRegularisation => _optima.Value.Regularisation;

    /// <summary>The width of fastest convergence; null if there is none.</summary>
    public Optimum? OptimalWidth => _optima.Value.Width;

    /// <summary>The prediction for a game.</summary>
    /// <param name="configuration">The game at its start.</param>
    /// <param name="threshold">That of <see cref="RegionPartition"/>.</param>
    /// <exception cref="UsageException">No generated point has mass.</exception>
    /// <exception cref="NumericalException">A region has too many points for its equilibrium to be searched.</exception>
    public static StabilityPrediction Of(GameConfiguration configuration, double threshold = RegionPartition.DefaultThreshold) => new(configuration, threshold);

    /// <summary>The prediction in plain sentences.</summary>
    public IReadOnlyList<string> Explain() => Explanation.Of(this);

    private RegionPrediction Describe(RegionShape shape, RegionOutcome outcome, LocalRates rates)
    {
        var (region, dynamics, kernel) = (shape.Region, shape.Local(rates), _surface!.Curvature);
        var imbalance = dynamics?.Imbalance ?? region.Imbalance;
        var validity = Math.Min(RegionPrediction.KernelRadius(kernel), region.GeneratedMass > 0 && region.RealMass > 0
            ? RegionPrediction.CurvatureRadius(kernel, imbalance, region.GeneratedMass) : double.PositiveInfinity);
        return new(region, outcome, dynamics, validity, StartRadius(region));
    }

    private double StartRadius(Region region)
    {
        if (region.Real.Count != 1) return double.PositiveInfinity;
        var home = Configuration.Real.Points.Row(region.Real[0]).ToArray();
        return Math.Sqrt(region.Generated.Select(j => DotProduct.SquaredDistance(home, Configuration.Generated.Points.Row(j))).DefaultIfEmpty(0).Max());
    }
}
