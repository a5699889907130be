namespace NtkGan.Architectures.Activations;

/// <summary>A power: x^n. N_0 = 1, N_1 = q12, N_2 = 2 q12^2 + q11 q22, ...; D = n^2 N_(n-1).</summary>
/// <param name="Degree">The degree n, 0 to 64.</param>
public sealed record Monomial(int Degree = 2) : Activation<PolynomialFormula>
{
    private readonly PolynomialFormula _formula = Power(Degree);

    /// <summary>The degree n.</summary>
    public int Degree { get; init => (field, _formula) = (value, Power(value)); } = Degree;

    /// <inheritdoc/>
    protected override PolynomialFormula Formula => _formula;

    /// <inheritdoc/>
    public bool Equals(Monomial? other) => other is not null && Degree == other.Degree;

    /// <inheritdoc/>
    public override int GetHashCode() => Degree;

    private static PolynomialFormula Power(int degree) => new([.. Enumerable.Repeat(0.0, Require.AtLeast(0, degree)), 1.0]);
}
