namespace NtkGan.Architectures.Activations;

/// <summary>Radial basis: sqrt(2) sin(sqrt(2 gamma) x + pi/4). N = exp(gamma (2 q12 - q11 - q22)), D = 2 gamma N: one hidden layer has the
/// NNGP kernel exp(-gamma |x - y|^2/d).</summary>
/// <param name="Gamma">The inverse width gamma, at least 0.</param>
public sealed record Rbf(double Gamma = 0.5) : Activation<RbfFormula>
{
    /// <summary>The inverse width gamma.</summary>
    public double Gamma { get; init => field = Require.NonNegative(value, nameof(Gamma)); } = Require.NonNegative(Gamma);

    /// <inheritdoc/>
    protected override RbfFormula Formula => new(1, Gamma);
}
