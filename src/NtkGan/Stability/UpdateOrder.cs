namespace NtkGan.Stability;

/// <summary>Which discriminator the generated points follow when they move.</summary>
public enum UpdateOrder
{
    /// <summary>The discriminator moves first and the points follow the new one: y+ = y + eta_g q grad f_(k+1)(y).</summary>
    Alternating,

    /// <summary>Both move from the same state: y+ = y + eta_g q grad f_k(y). Less stable than alternating.</summary>
    Simultaneous,
}
