namespace NtkGan.Stability;

/// <summary>What the models of one region around a true point at the origin need: the kernel's expansion K = K(0) - gamma tau^2/2 + kappa tau^4/8,
/// the masses and the step sizes.</summary>
/// <param name="Gamma">gamma = -K''(0) > 0; 1/sigma^2 for the Gaussian kernel.</param>
/// <param name="Kappa">kappa >= 0, a third of K''''(0); gamma^2 for the Gaussian kernel. 0 gives the linear model.</param>
/// <param name="RealMass">The true point's mass p >= 0.</param>
/// <param name="PointMass">The mass q > 0 of each generated point.</param>
/// <param name="Count">Number n of generated points, at least 1.</param>
/// <param name="DiscriminatorRate">eta_d > 0.</param>
/// <param name="GeneratorRate">eta_g > 0.</param>
/// <param name="Regularisation">lambda >= 0.</param>
/// <param name="Order">Whether the points follow the new discriminator or the old one.</param>
/// <exception cref="UsageException">A parameter is outside its domain.</exception>
public sealed record RegionModel(
    double Gamma = 1, double Kappa = 1, double RealMass = 1, double PointMass = 1, int Count = 1,
    double DiscriminatorRate = .1, double GeneratorRate = .01, double Regularisation = 1, UpdateOrder Order = UpdateOrder.Alternating)
{
    /// <summary>gamma.</summary>
    public double Gamma { get; init => field = Require.Positive(value, nameof(Gamma)); } = Require.Positive(Gamma);

    /// <summary>kappa.</summary>
    public double Kappa { get; init => field = Require.NonNegative(value, nameof(Kappa)); } = Require.NonNegative(Kappa);

    /// <summary>The true point's mass p.</summary>
    public double RealMass { get; init => field = Require.NonNegative(value, nameof(RealMass)); } = Require.NonNegative(RealMass);

    /// <summary>The mass q of each generated point.</summary>
    public double PointMass { get; init => field = Require.Positive(value, nameof(PointMass)); } = Require.Positive(PointMass);

    /// <summary>Number n of generated points.</summary>
    public int Count { get; init => field = Require.AtLeast(1, value, nameof(Count)); } = Require.AtLeast(1, Count);

    /// <summary>eta_d.</summary>
    public double DiscriminatorRate { get; init => field = Require.Positive(value, nameof(DiscriminatorRate)); } = Require.Positive(DiscriminatorRate);

    /// <summary>eta_g.</summary>
    public double GeneratorRate { get; init => field = Require.Positive(value, nameof(GeneratorRate)); } = Require.Positive(GeneratorRate);

    /// <summary>lambda.</summary>
    public double Regularisation { get; init => field = Require.NonNegative(value, nameof(Regularisation)); } = Require.NonNegative(Regularisation);

    /// <summary>The generated mass Q = n q in the region.</summary>
    public double GeneratedMass => Count * PointMass;

    /// <summary>The mass imbalance Delta = p - Q.</summary>
    public double Imbalance => RealMass - GeneratedMass;

    /// <summary>r = 1 - eta_d lambda.</summary>
    public double Retention => 1 - DiscriminatorRate * Regularisation;

    /// <summary>The model of a region of a game.</summary>
    /// <param name="game">The game's step sizes, regularisation and order.</param>
    /// <param name="gamma">-K''(0) of its kernel.</param>
    /// <param name="kappa">K''''(0)/3 of its kernel.</param>
    /// <param name="realMass">The true point's mass p.</param>
    /// <param name="pointMass">The mass q of each generated point.</param>
    /// <param name="count">Their number n.</param>
    public static RegionModel Of(KernelGame game, double gamma, double kappa, double realMass, double pointMass, int count) =>
        new(gamma, kappa, realMass, pointMass, count, game.DiscriminatorRate, game.GeneratorRate, game.Regularisation, game.Order);
}
