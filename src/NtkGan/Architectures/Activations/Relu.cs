namespace NtkGan.Architectures.Activations;

/// <summary>ReLU: max(x, 0). The arc-cosine kernel of order 1.</summary>
public sealed record Relu : Activation<RectifierFormula>
{
    /// <inheritdoc/>
    protected override RectifierFormula Formula => new(0, 1);
}
