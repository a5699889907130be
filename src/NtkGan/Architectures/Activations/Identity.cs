namespace NtkGan.Architectures.Activations;

/// <summary>The identity: x. N = q12, D = 1: a deep linear network.</summary>
public sealed record Identity : Activation<RectifierFormula>
{
    /// <inheritdoc/>
    protected override RectifierFormula Formula => new(1, 1);
}
