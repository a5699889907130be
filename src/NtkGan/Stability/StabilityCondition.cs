namespace NtkGan.Stability;

/// <summary>What a stability condition guards against.</summary>
public enum ConditionKind
{
    /// <summary>1 - |r^n_d| > 0: the discriminator forgets (0 &lt; eta_d lambda &lt; 2).</summary>
    FreeDecay,

    /// <summary>c > 0, c = eta_g q Delta gamma/lambda: points on one true point are pushed together, not apart (Delta > 0).</summary>
    DifferencePull,

    /// <summary>2 - c > 0: they do not overshoot each other.</summary>
    DifferenceOvershoot,

    /// <summary>1 - T + D = eta_d eta_g q gamma p > 0: the true point attracts (p > 0).</summary>
    MeanPull,

    /// <summary>1 - D > 0: the swing about the true point is damped; for a point outside all regions, it does not run from its own past.</summary>
    MeanDamping,

    /// <summary>1 + T + D > 0: a move does not overshoot the true point.</summary>
    MeanOvershoot,

    /// <summary>1 - |z| > 0 for the largest eigenvalue of coupled modes that have no closed form.</summary>
    CoupledRadius,
}

/// <summary>A condition of local stability: it holds where its margin is above 0 and fails below; at 0 lies the boundary.</summary>
/// <param name="Kind">What it guards against.</param>
/// <param name="Margin">The distance from the boundary, without units; -infinity where numbers so extreme overflow on the way to it.</param>
public sealed record StabilityCondition(ConditionKind Kind, double Margin)
{
    /// <summary>The distance from the boundary.</summary>
    public double Margin { get; init => field = double.IsNaN(value) ? double.NegativeInfinity : value; } = double.IsNaN(Margin) ? double.NegativeInfinity : Margin;

    /// <summary>True on the stable side.</summary>
    public bool Holds => Margin > 0;
}
