namespace NtkGan.Synthesis;

/// <summary>No noise: samples move by the optimiser's steps alone.</summary>
[Named("none")]
public sealed record NoPerturbation : Perturbation
{
    /// <inheritdoc/>
    public override double Scale(long step) => 0;
}
