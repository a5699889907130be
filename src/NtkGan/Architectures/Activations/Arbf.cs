namespace NtkGan.Architectures.Activations;

/// <summary>Radial basis with an amplitude: sqrt(2) a sin(sqrt(2 gamma) x + pi/4). N = a^2 exp(gamma (2 q12 - q11 - q22)), D = 2 gamma N.</summary>
/// <param name="Amplitude">The factor a.</param>
/// <param name="Gamma">The inverse width gamma, at least 0.</param>
public sealed record Arbf(double Amplitude = 1, double Gamma = 0.5) : Activation<RbfFormula>
{
    /// <summary>The factor a.</summary>
    public double Amplitude { get; init => field = Require.Finite(value, nameof(Amplitude)); } = Require.Finite(Amplitude);

    /// <summary>The inverse width gamma.</summary>
    public double Gamma { get; init => field = Require.NonNegative(value, nameof(Gamma)); } = Require.NonNegative(Gamma);

    /// <inheritdoc/>
    protected override RbfFormula Formula => new(Amplitude, Gamma);
}
