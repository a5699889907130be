namespace NtkGan.Synthesis;

/// <summary>Noise of one size: c.</summary>
/// <param name="Coefficient">c, at least 0.</param>
[Named("static")]
public sealed record StaticPerturbation(double Coefficient = 0.001) : Perturbation
{
    /// <summary>c.</summary>
    public double Coefficient { get; init => field = Require.NonNegative(value, nameof(Coefficient)); } = Require.NonNegative(Coefficient);

    /// <inheritdoc/>
    public override double Scale(long step) => Coefficient;
}
