namespace NtkGan.Synthesis;

/// <summary>No noise.</summary>
[Named("none")]
public sealed record NoPerturbation : Perturbation
{
    /// <inheritdoc/>
    public override double Scale(long step) => 0;
}
