using NtkGan.Kernels;

namespace NtkGan.Stability;

/// <summary>The prediction for one region, each of its own equilibrium.</summary>
/// <param name="Region">Its points.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Dynamics">The local dynamics at its only true point, or outside that of its heaviest point alone; null where neither describes it.</param>
/// <param name="ValidityRadius">How far points may stand from their place for the linear theory to neglect less than a tenth:
/// <see cref="KernelRadius"/>, or for several points or unequal masses the smaller of it and <see cref="CurvatureRadius"/>.</param>
/// <param name="StartRadius">How far the points start from where they rest: the region's only true point, or the equilibrium that was found below their start; 0 for
/// a lone point that feels no other and for a region without generated points, infinite where they have no resting place.</param>
public sealed record RegionPrediction(Region Region, RegionOutcome Outcome, TruePointDynamics? Dynamics, double ValidityRadius, double StartRadius)
{
    private const double Neglected = .1;

    /// <summary>The conditions of local stability with their margins; empty where no single place describes the region.</summary>
    public IReadOnlyList<StabilityCondition> Conditions => Dynamics is { HasEquilibrium: true } dynamics ? dynamics.Conditions : [];

    /// <summary>True if the points start within <see cref="ValidityRadius"/> of where they rest.</summary>
    public bool StartsWithinValidity => StartRadius <= ValidityRadius;

    /// <summary>Why the linear theory does not decide what becomes of the region from its start, as a clause; null if it does: the region is without generated
    /// points, holds a lone point that feels no other, or has a strictly stable equilibrium within whose reach its points start. An unstable
    /// equilibrium is left, and where its points go the linear theory cannot know.</summary>
    public string? Obstacle => Outcome switch
    {
        { Destination: Destination.NobodyComes, Escaping.Count: 0 } => null,
        { Destination: Destination.None } => "there is no equilibrium to linearise about",
        { Destination: Destination.Anywhere, Escaping.Count: 0 } when Region.Generated.Count == 1 => null,
        { Destination: Destination.Anywhere } or { Escaping.Count: > 0 } => "points push each other away, and where to the linear theory cannot know",
        { Regime: Regime.Diverges } => "the points leave an unstable equilibrium, and where they go the linear theory cannot know",
        _ when !StartsWithinValidity => FormattableString.Invariant($"the points start {StartRadius:G4} from where they rest, beyond the {ValidityRadius:G4} up to which the linear theory is right to a tenth"),
        _ when !Outcome.IsStrictlyStable => "nothing damps the motion about the equilibrium, so that more than the linear theory decides",
        _ => null,
    };

    /// <summary>The critical width of a single heavier point by the small-step criterion lambda^2 sigma^2 > mu q |Delta|: sqrt(mu q |Delta|)/lambda. The small-step
    /// width below which a point outside all regions runs away is the same with Delta = -q. 0 where the masses are no obstacle.</summary>
    public double SmallStepCriticalWidth => Dynamics is not { Masses.Count: 1, Imbalance: < 0, Rates: var rates } dynamics ? 0
        : Math.Sqrt(rates.GeneratorRate / rates.DiscriminatorRate * dynamics.Masses[0] * -dynamics.Imbalance) / rates.Regularisation;

    /// <summary>The distance r within which the force between points of one region is linear up to a tenth. From K' = -gamma tau + 3 c_3 tau^2 + kappa tau^3/2
    /// for points at most tau = 2r apart: (2r)^2 kappa/(2 gamma) = 0.1, for a kernel with c_3 instead 6 r c_3/gamma = 0.1 (derived).
    /// Gaussian: 0.22 widths; never more than one width, even for a kernel without that order.</summary>
    public static double KernelRadius(KernelCurvature kernel) => Math.Min(
        kernel.Kappa == 0 ? kernel.Width : Math.Sqrt(.5 * Neglected * kernel.Gamma / Math.Abs(kernel.Kappa)),
        kernel.Cubic == 0 ? double.PositiveInfinity : Neglected * kernel.Gamma / (6 * Math.Abs(kernel.Cubic)));

    /// <summary>The distance r at which the curvature that spread points themselves give to the discriminator, (3/2) eta_d kappa Q r^2 an update in one dimension
    /// (second moment model), is a tenth of the linear one, eta_d gamma |Delta|: sqrt(0.1 gamma |Delta|/(1.5 kappa Q)) (derived). Infinite for balanced
    /// masses, where there is no linear one, and for a kernel without a fourth derivative at 0.</summary>
    public static double CurvatureRadius(KernelCurvature kernel, double imbalance, double generatedMass) =>
        imbalance == 0 || !kernel.HasKappa || kernel.Kappa == 0 ? double.PositiveInfinity
            : Math.Sqrt(Neglected * kernel.Gamma * (Math.Abs(imbalance) / generatedMass) / (1.5 * Math.Abs(kernel.Kappa)));
}
