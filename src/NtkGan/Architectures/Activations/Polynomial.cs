namespace NtkGan.Architectures.Activations;

/// <summary>A polynomial: sum_n c_n x^n. N = sum_l s_l(q11) s_l(q22) q12^l, D its derivative in q12, with
/// s_l(q) = sum_i c_(2i+l) (2i+l)!/(2^i i! sqrt(l!)) q^i.</summary>
/// <param name="Coefficients">c_0, c_1, c_2, ..., from the constant up.</param>
public sealed record Polynomial(ValueList<double> Coefficients) : Activation<PolynomialFormula>
{
    private readonly PolynomialFormula _formula = new(Coefficients);

    /// <summary>1/2 + x - 0.3 x^2 + 0.2 x^3.</summary>
    public static Polynomial Example => new([0.5, 1, -0.3, 0.2]);

    /// <summary>c_0, c_1, c_2, ...</summary>
    public ValueList<double> Coefficients { get; init => (field, _formula) = (value, new(value)); } = Coefficients;

    /// <inheritdoc/>
    protected override PolynomialFormula Formula => _formula;

    /// <inheritdoc/>
    public bool Equals(Polynomial? other) => other is not null && Coefficients.Equals(other.Coefficients);

    /// <inheritdoc/>
    public override int GetHashCode() => Coefficients.GetHashCode();
}
