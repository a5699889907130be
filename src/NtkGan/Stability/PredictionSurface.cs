using System.Collections.Concurrent;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>The prediction as a function of the game's five numbers: what a width and a mass determine (regions, equilibria) is found once and kept, so that a
/// map over step sizes and regularisation costs microseconds a cell. May be asked from several threads; answers do not depend on the order of questions.</summary>
public sealed class PredictionSurface
{
    private const int MaximumKept = 1024;

    private readonly GameConfiguration _configuration;
    private readonly double _threshold;
    private readonly ConcurrentDictionary<(double Width, double Mass), Shape> _shapes = new();

    /// <summary>The surface through a configuration.</summary>
    /// <param name="configuration">The game; the generated points' places are those of the start.</param>
    /// <param name="threshold">That of <see cref="RegionPartition"/>.</param>
    /// <exception cref="UsageException">The kernel has no curvature at distance 0, or no point has mass.</exception>
    public PredictionSurface(GameConfiguration configuration, double threshold = RegionPartition.DefaultThreshold)
    {
        (_configuration, _threshold) = (configuration, Require.Positive(threshold));
        if (Obstacle(configuration.Game.Kernel) is { } obstacle) throw new UsageException(obstacle);
        var (game, curvature) = (configuration.Game, KernelCurvature.Of(configuration.Game.Kernel));
        if (configuration.Generated.Total == 0) throw new UsageException("A prediction needs generated points of some mass, but all are 0.");
        Curvature = curvature;
        Start = new(curvature.Width, game.Regularisation, game.DiscriminatorRate, game.GeneratorRate, configuration.Generated.Total);
    }

    /// <summary>The configuration's own numbers.</summary>
    public GameParameters Start { get; }

    /// <summary>The curvature of the configuration's own kernel.</summary>
    public KernelCurvature Curvature { get; }

    /// <summary>Why there is no linear theory of games with a kernel, in one sentence; null if there is.</summary>
    internal static string? Obstacle(Kernel kernel)
    {
        if (!kernel.IsRadial) return KernelCurvature.Obstacle(kernel);
        var series = KernelCurvature.Series(kernel);
        return double.IsFinite(series[0]) && double.IsFinite(series[1]) && double.IsFinite(series[2]) && (series[1] != 0 || double.IsNormal(series[2])) ? KernelCurvature.Obstacle(kernel)
            : $"The second derivative of the kernel '{Catalog.NameOf(kernel.GetType())}' at distance 0 leaves the range of floating-point numbers, so the linear theory does not apply: take lengths nearer to 1.";
    }

    /// <summary>The game's fate at other numbers: the same places at the start, the kernel's lengths and the generated masses in proportion.</summary>
    /// <exception cref="UsageException">A number is outside its domain.</exception>
    public GameOutcome At(GameParameters parameters)
    {
        var rates = RatesAt(parameters.Checked());
        return GameOutcome.Of([.. ShapeAt(parameters).Regions.Select(region => region.Judge(rates))]);
    }

    /// <summary>The game at other numbers, in units in which the kernel keeps its width s: with y = s' y'/s the points obey the same rules with places
    /// divided by s'/s and eta_g divided by (s'/s)^2 (derived: the gradient in y is s/s' times that in y').</summary>
    /// <exception cref="UsageException">A number is outside its domain, or so extreme that the game at it cannot be written in double precision.</exception>
    public GameConfiguration ConfigurationAt(GameParameters parameters)
    {
        var (game, scale, share) = (_configuration.Game, parameters.Checked().Width / Start.Width, parameters.Mass / Start.Mass);
        var rate = parameters.GeneratorRate / (scale * scale);
        var (real, generated) = (Divided(_configuration.Real.Places, scale), Divided(_configuration.Generated.Places, scale));
        if (!(rate > 0) || !double.IsFinite(rate) || !double.IsFinite(share) || !real.IsFinite() || !generated.IsFinite())
            throw new UsageException(FormattableString.Invariant($"A game of kernel width {parameters.Width:G4} and generated mass {parameters.Mass:G4} leaves the range of floating-point numbers: take numbers nearer to 1."));
        return new(new(game.Kernel, parameters.DiscriminatorRate, rate, parameters.Regularisation, game.Order, game.DiscriminatorSteps),
            new(real, _configuration.Real.Masses), new(generated, Shared(share)));
    }

    /// <summary>The prediction region by region at other numbers.</summary>
    internal IReadOnlyList<RegionPrediction> RegionsAt(GameParameters parameters)
    {
        var rates = RatesAt(parameters.Checked());
        return [.. ShapeAt(parameters).Regions.Select(region => region.Describe(rates))];
    }

    internal LocalRates RatesAt(GameParameters parameters) => new(
        parameters.DiscriminatorRate, parameters.GeneratorRate, parameters.Regularisation, _configuration.Game.Order, _configuration.Game.DiscriminatorSteps);

    internal Shape ShapeAt(GameParameters parameters)
    {
        if (_shapes.Count > MaximumKept) _shapes.Clear();
        return _shapes.GetOrAdd((parameters.Width, parameters.Mass), key => Make(key.Width / Start.Width, key.Mass / Start.Mass));
    }

    private Shape Make(double scale, double share)
    {
        var (kernel, real, generated) = (_configuration.Game.Kernel, _configuration.Real, _configuration.Generated);
        var still = new WeightedPoints(Divided(real.Places, scale), real.Masses);
        var moving = new WeightedPoints(Divided(generated.Places, scale), Shared(share));
        var partition = RegionPartition.Of(kernel, still, moving, _threshold);
        return new(partition, [.. partition.Regions.Select(region => new RegionShape(kernel, region, still, moving, scale))]);
    }

    private ValueList<double> Shared(double share) =>
        share == 1 ? _configuration.Generated.Masses : ValueList.From(_configuration.Generated.Masses.Select(mass => share * mass));

    private static Matrix Divided(Matrix points, double scale) =>
        scale == 1 ? points : new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => value / scale)]);

    /// <summary>What a width and a mass determine.</summary>
    internal sealed record Shape(RegionPartition Partition, IReadOnlyList<RegionShape> Regions);
}
