namespace NtkGan.Architectures.Activations;

/// <summary>Absolute value: |x|. The moments of ABReLU with slopes (-1, 1).</summary>
[Named("abs")]
public sealed record AbsoluteValue : Activation<RectifierFormula>
{
    /// <inheritdoc/>
    protected override RectifierFormula Formula => new(-1, 1);
}
