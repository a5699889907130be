namespace NtkGan.Numerics;

/// <summary>A plain double as a scalar: the reference for tests and quadrature, on the runtime's own functions.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Real(double Value) : IScalar<Real>
{
    /// <inheritdoc/>
    public static int Order => 0;

    /// <inheritdoc/>
    public static implicit operator Real(double value) => new(value);

    /// <inheritdoc/>
    public static Real operator +(Real a, Real b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Real operator +(Real a, double b) => new(a.Value + b);

    /// <inheritdoc/>
    public static Real operator -(Real a, Real b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Real operator -(double a, Real b) => new(a - b.Value);

    /// <inheritdoc/>
    public static Real operator -(Real a) => new(-a.Value);

    /// <inheritdoc/>
    public static Real operator *(Real a, Real b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Real operator *(double a, Real b) => new(a * b.Value);

    /// <inheritdoc/>
    public static Real operator /(Real a, Real b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Real MultiplyAdd(Real a, Real b, Real c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Real DifferenceOfProducts(Real a, Real b, Real c, Real d)
    {
        var product = c.Value * d.Value;
        var error = Math.FusedMultiplyAdd(-c.Value, d.Value, product);
        return new(Math.FusedMultiplyAdd(a.Value, b.Value, -product) + error);
    }

    /// <inheritdoc/>
    public static Real Sqrt(Real x) => new(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Real SqrtGuarded(Real x, Real scale) => new(Math.Sqrt(Math.Max(x.Value, 0)));

    /// <inheritdoc/>
    public static PairAngle<Real> AngleOf(Real q11, Real q12, Real q22)
    {
        if (!PairScale.IsNeeded(Primal(q11), Primal(q22))) return Angle(q11, q12, q22);
        var scale = PairScale.Of(Primal(q11), Primal(q22));
        var pair = Angle(Constant(scale.First) * q11, Constant(scale.Both) * q12, Constant(scale.Second) * q22);
        return new(Constant(scale.Inverse) * pair.Sine, pair.Angle);
    }

    private static PairAngle<Real> Angle(Real q11, Real q12, Real q22)
    {
        var sine = SqrtGuarded(DifferenceOfProducts(q11, q22, q12, q12), 0.0);
        return new(sine, Atan2(sine, q12));
    }

    /// <inheritdoc/>
    public static Real Exp(Real x) => new(Math.Exp(x.Value));

    /// <inheritdoc/>
    public static Real Log(Real x) => new(Math.Log(x.Value));

    /// <inheritdoc/>
    public static Real Log1p(Real x) => new(ExponentialFunctions.Log1p(x.Value));

    /// <inheritdoc/>
    public static Real Sin(Real x) => new(Math.Sin(x.Value));

    /// <inheritdoc/>
    public static Real Cos(Real x) => new(Math.Cos(x.Value));

    /// <inheritdoc/>
    public static Real Tanh(Real x) => new(Math.Tanh(x.Value));

    /// <inheritdoc/>
    public static Real Erf(Real x) => new(ErrorFunction.Erf(x.Value));

    /// <inheritdoc/>
    public static Real Atan2(Real y, Real x) => new(y.Value == 0 && x.Value == 0 ? Math.PI / 2 : Math.Atan2(y.Value, x.Value));

    /// <inheritdoc/>
    public static Real Select(Real test, Real positive, Real otherwise) => test.Value > 0 ? positive : otherwise;

    /// <inheritdoc/>
    public static Real Map(Func<double, double> function, Real x) => new(function(x.Value));

    /// <inheritdoc/>
    public static Lanes Primal(Real x) => x.Value;

    /// <inheritdoc/>
    public static Real Constant(Lanes value) => value.Vector[0];
}
