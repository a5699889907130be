namespace NtkGan.Synthesis;

/// <summary>Noise that shrinks as a power: (1 + k)^c.</summary>
/// <param name="Coefficient">c, negative.</param>
[Named("anneal")]
public sealed record AnnealedPerturbation(double Coefficient = -1) : Perturbation
{
    /// <summary>c.</summary>
    public double Coefficient { get; init => field = Require.Negative(value, nameof(Coefficient)); } = Require.Negative(Coefficient);

    /// <inheritdoc/>
    public override double Scale(long step) => Math.Pow(1.0 + step, Coefficient);
}
