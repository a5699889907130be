namespace NtkGan.Architectures.Activations;

/// <summary>Two slopes: a x for x &lt; 0, b x for x >= 0. With s = sqrt(q11 q22 - q12^2), theta = atan2(s, q12), F = (a - b)^2/(2 pi):
/// D = (a^2 + b^2)/2 - F theta, N = F s + D q12.</summary>
/// <param name="Negative">The slope a on the left.</param>
/// <param name="Positive">The slope b on the right.</param>
[Named("abrelu")]
public sealed record AbRelu(double Negative = 0, double Positive = 1) : Activation<RectifierFormula>
{
    /// <summary>The slope on the left.</summary>
    public double Negative { get; init => field = Require.Finite(value, nameof(Negative)); } = Require.Finite(Negative);

    /// <summary>The slope on the right.</summary>
    public double Positive { get; init => field = Require.Finite(value, nameof(Positive)); } = Require.Finite(Positive);

    /// <inheritdoc/>
    protected override RectifierFormula Formula => new(Negative, Positive);
}
