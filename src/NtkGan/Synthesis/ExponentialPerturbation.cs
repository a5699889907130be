namespace NtkGan.Synthesis;

/// <summary>Noise that shrinks geometrically: c^k.</summary>
/// <param name="Coefficient">c, between 0 and 1.</param>
[Named("exp")]
public sealed record ExponentialPerturbation(double Coefficient = 0.9) : Perturbation
{
    /// <summary>c.</summary>
    public double Coefficient { get; init => field = Share(value); } = Share(Coefficient);

    /// <inheritdoc/>
    public override double Scale(long step) => Math.Pow(Coefficient, step);

    private static double Share(double coefficient) => Require.NonNegative(coefficient) <= 1 ? coefficient
        : throw new UsageException(FormattableString.Invariant($"coefficient must be a number from 0 to 1, not {coefficient:R}: the noise c^k would grow without bound."));
}
