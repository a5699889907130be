namespace NtkGan.Architectures.Activations;

/// <summary>An error function fitted to the logistic sigmoid: (1 + erf(x/2.4020563531719796))/2, within 0.02 of it. The moments of erf.</summary>
public sealed record SigmoidLike : Activation<ErfFormula>
{
    /// <inheritdoc/>
    protected override ErfFormula Formula => new(0.5, 1 / 2.4020563531719796, 0.5);
}
