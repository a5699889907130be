namespace NtkGan.Architectures.Activations;

/// <summary>Leaky ReLU: x for x > 0, alpha x otherwise. The moments of ABReLU with slopes (alpha, 1).</summary>
/// <param name="Slope">The slope alpha on the left.</param>
public sealed record LeakyRelu(double Slope = 0.2) : Activation<RectifierFormula>
{
    /// <summary>The slope on the left.</summary>
    public double Slope { get; init => field = Require.Finite(value, nameof(Slope)); } = Require.Finite(Slope);

    /// <inheritdoc/>
    protected override RectifierFormula Formula => new(Slope, 1);
}
