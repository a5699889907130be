using CsCheck;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>Moments without a closed form, against closed forms that pretend to have none.</summary>
public class NumericActivationTests
{
    /// <summary>A closed form's function alone.</summary>
    private sealed record Alone<TFormula>(TFormula Formula, ValueList<double> At) : NumericActivation<TFormula> where TFormula : struct, IPointwiseFormula
    {
        public override ValueList<double> Kinks => At;

        protected override TFormula Function => Formula;
    }

    // A zero vector counts as one of length 1e-150.
    private const double Nothing = 1e-100;

    private static readonly Dictionary<string, (NumericActivation Numeric, Activation Closed)> Twins = new()
    {
        ["relu"] = (new Alone<RectifierFormula>(new(0, 1), [0]), new Relu()),
        ["leaky relu"] = (new Alone<RectifierFormula>(new(.2, 1), [0]), new LeakyRelu()),
        ["erf"] = (new Alone<ErfFormula>(new(1.3, .7, .4), []), new Erf(1.3, .7, .4)),
        ["gelu"] = (new Alone<Gelu.Mathematics>(default, []), new Gelu()),
        ["sin"] = (new Alone<SineFormula>(new(1, 1, .3), []), new Sine(1, 1, .3)),
        ["cube"] = (new Alone<PolynomialFormula>(new([0, 1, 0, .2]), []), new Polynomial([0, 1, 0, .2])),
        ["constant"] = (new Alone<PolynomialFormula>(new([2]), []), new Polynomial([2])),
        ["line"] = (new Alone<PolynomialFormula>(new([.5, 2]), []), new Polynomial([.5, 2])),
        ["rectified square"] = (new Alone<RectifiedMonomial.Mathematics>(new(2), [0]), new RectifiedMonomial()),
    };

    public static TheoryData<string> Names => [.. Twins.Keys];

    private static readonly Gen<(double Q11, double Q12, double Q22)> Triples =
        from first in Gen.Double[-4, 1.5]
        from second in Gen.Double[-4, 1.5]
        from cosine in Gen.OneOf(Gen.Double[-1, 1], Gen.Double[0, 10].Select(power => 1 - Math.Pow(10, -power)), Gen.Double[0, 10].Select(power => Math.Pow(10, -power) - 1))
        let q11 = Math.Pow(10, first)
        let q22 = Math.Pow(10, second)
        select (q11, cosine * Math.Sqrt(q11 * q22), q22);

    [Theory, MemberData(nameof(Names))]
    public void The_true_error_is_within_the_stated_one(string name)
    {
        var (numeric, closed) = Twins[name];
        Triples.Sample(triple =>
        {
            var (q11, q12, q22) = triple;
            var (estimate, exact) = (numeric.Estimate(q11, q12, q22), closed.Dual<Real>(q11, q12, q22));
            Close.Within(exact.Covariance.Value, estimate.Covariance, estimate.CovarianceError, "covariance");
            Close.Within(exact.Derivative.Value, estimate.Derivative, estimate.DerivativeError, "derivative");
        }, iter: 60, threads: 1, seed: "0N0XIzNsQ0O2");
    }

    [Theory, MemberData(nameof(Names))]
    public void Quadrature_agrees_with_the_closed_form(string name)
    {
        var (numeric, closed) = Twins[name];
        foreach (var (q11, q12, q22) in new[] { (.8, .3, 1.7), (.8, -.9, 1.7), (1, 1 - 1e-9, 1), (1, 1e-7 - 1, 1), (1, 1, 1.0), (.01, .2, 9), (100, -60, 64), (0, 0, 1.3), (0, 0, 0) })
        {
            if (name == "sin" && q11 == 100)
            {
                // Far out, where panels are wide, a wave is seen by few nodes.
                Assert.Throws<NumericalException>(() => Derivatives(numeric, q11, q12, q22));
                continue;
            }

            var (own, exact) = (Derivatives(numeric, q11, q12, q22), Derivatives(closed, q11, q12, q22));
            var scale = (closed.Dual<Real>(q11, q11, q11), closed.Dual<Real>(q22, q22, q22));
            const double tolerance = Close.Kernel;
            Close.Relative(exact.Covariance.Value.Value, own.Covariance.Value.Value, tolerance, Nothing + Math.Sqrt(scale.Item1.Covariance.Value * scale.Item2.Covariance.Value));
            Close.Relative(exact.Derivative.Value.Value, own.Derivative.Value.Value, tolerance, Nothing + Math.Sqrt(scale.Item1.Derivative.Value * scale.Item2.Derivative.Value));
            if (q11 == 0 || q12 == q11) continue;
            Slopes(exact.Covariance, own.Covariance);
            Slopes(exact.Derivative, own.Derivative);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Series_agrees_with_the_closed_form(string name)
    {
        var (numeric, closed) = Twins[name];
        foreach (var (q11, q12, q22) in new[] { (.8, .3, 1.7), (.8, -.9, 1.7), (1, 1, 1.0), (.01, .2, 9), (0, 0, 1.3), (1e-9, 1e-5, .7) })
        {
            if (numeric.Coefficients(q11, q22) is not [{ } first, { } second])
            {
                Assert.NotEmpty(numeric.Kinks);
                continue;
            }

            var estimate = numeric.Estimate(q11, q12, q22);
            Assert.True(estimate.IsSeries);
            var own = first.Moments(second, numeric.JumpAtZero, q11, q12, q22, withDerivatives: true)
                .At(new Jet<Real, Partials<Real>>(q11, new(0.0, 1.0)), new Jet<Real, Partials<Real>>(q12, new(1.0, 0.0)), (Jet<Real, Partials<Real>>)q22);
            var exact = Derivatives(closed, q11, q12, q22);
            Close.Relative(exact.Covariance.Value.Value, own.Covariance.Value.Value, Close.Kernel, 1);
            Close.Relative(exact.Derivative.Value.Value, own.Derivative.Value.Value, Close.Kernel, 1);
            Close.Relative(exact.Covariance.Slope.First.Value, own.Covariance.Slope.First.Value, Close.Gradient, 1);
            Close.Relative(exact.Derivative.Slope.First.Value, own.Derivative.Slope.First.Value, Close.Gradient, 1);

            // Slopes in q11 are multiplied by the point, of size sqrt(q11).
            Close.Within(Math.Sqrt(q11) * exact.Covariance.Slope.Second.Value, Math.Sqrt(q11) * own.Covariance.Slope.Second.Value, Close.Gradient);
            Close.Within(Math.Sqrt(q11) * exact.Derivative.Slope.Second.Value, Math.Sqrt(q11) * own.Derivative.Slope.Second.Value, Close.Gradient);
        }
    }

    [Theory]
    [InlineData(.7)]
    [InlineData(-2)]
    [InlineData(.001)]
    public void A_kink_may_lie_anywhere(double kink)
    {
        var numeric = NumericActivation.Of(x => Math.Abs(x - kink), x => Math.Sign(x - kink), _ => 0, kink);
        foreach (var (q11, q12, q22) in new[] { (.8, .3, 1.7), (.8, -.9, 1.7), (1, 1 - 1e-8, 1), (30, 12, 5.0) })
        {
            var (dual, exact) = (numeric.Dual<Real>(q11, q12, q22), Folded(kink, q11, q12, q22));
            Close.Relative(exact.Covariance, dual.Covariance.Value, Close.Kernel, Math.Sqrt(q11 * q22));
            Close.Relative(exact.Derivative, dual.Derivative.Value, Close.Kernel, 1);
            Assert.False(numeric.Estimate(q11, q12, q22).IsSeries);
        }

        ActivationContract.JetsAreSlopes(numeric);
        ActivationContract.DerivativeIsTheSlopeOfTheCovariance(numeric);
        ActivationContract.IsFiniteEverywhere(numeric);
    }

    [Fact]
    public void Two_kinks_and_no_derivatives_given()
    {
        var bare = NumericActivation.Of(x => Math.Clamp(x, 0, 1), null, null, 0, 1);
        var given = NumericActivation.Of(x => Math.Clamp(x, 0, 1), x => x is > 0 and < 1 ? 1 : 0, _ => 0, 0, 1);
        var (own, exact) = (Derivatives(bare, .8, .3, 1.7), Derivatives(given, .8, .3, 1.7));
        Assert.Equal(exact, own);
        ActivationContract.JetsAreSlopes(given);
        ActivationContract.DerivativeIsTheSlopeOfTheCovariance(given);
    }

    // Two curves that meet at 1: no polynomials, so quadrature, with derivatives sampled on each side.
    [Fact]
    public void Curved_pieces_between_kinks_elsewhere_are_integrated()
    {
        var given = NumericActivation.Of(x => x < 1 ? Math.Tanh(x) : Math.Tanh(1) * Math.Exp(1 - x), x => x < 1 ? 1 - Math.Tanh(x) * Math.Tanh(x) : -Math.Tanh(1) * Math.Exp(1 - x),
            x => x < 1 ? -2 * Math.Tanh(x) * (1 - Math.Tanh(x) * Math.Tanh(x)) : Math.Tanh(1) * Math.Exp(1 - x), 1);
        var bare = NumericActivation.Of(x => x < 1 ? Math.Tanh(x) : Math.Tanh(1) * Math.Exp(1 - x), null, null, 1);
        var (own, exact) = (Derivatives(bare, .8, .3, 1.7), Derivatives(given, .8, .3, 1.7));
        Close.Relative(exact.Covariance.Value.Value, own.Covariance.Value.Value, Close.Kernel);
        Close.Relative(exact.Derivative.Value.Value, own.Derivative.Value.Value, Close.Solver);
        Slopes(exact.Covariance, own.Covariance);
        Slopes(exact.Derivative, own.Derivative);
        Assert.Equal(given.Estimate(.8, .3, 1.7).Covariance, given.Dual<Real>(.8, .3, 1.7).Covariance.Value);
    }

    [Fact]
    public void A_function_is_a_series_with_and_without_its_derivatives()
    {
        static double Slope(double x) => 1 - Math.Tanh(x) * Math.Tanh(x);
        var exact = new Tanh().Estimate(.8, .3, 1.7);
        foreach (var given in new[] { NumericActivation.Of(Math.Tanh, Slope, x => -2 * Math.Tanh(x) * Slope(x)), NumericActivation.Of(Math.Tanh, Slope), NumericActivation.Of(Math.Tanh) })
        {
            var estimate = given.Estimate(.8, .3, 1.7);
            Assert.True(exact.IsSeries && estimate.IsSeries);
            Close.Relative(exact.Derivative, estimate.Derivative, Close.Kernel);
            Close.Relative(exact.Covariance, estimate.Covariance, Close.Kernel);
            Close.Within(exact.Derivative, estimate.Derivative, estimate.DerivativeError);
        }
    }

    // Under digits of quadrature, which has 1e-11, and of functions that round themselves.
    [Theory]
    [InlineData(.01)]
    [InlineData(3)]
    [InlineData(400)]
    public void Derivatives_that_are_not_given_are_as_good_in_every_slope(double q)
    {
        var twins = new (NumericActivation Sampled, NumericActivation Given)[]
        {
            (NumericActivation.Of(x => new Softplus().Value<Real>(x).Value), new Softplus()),
            (NumericActivation.Of(x => new Silu().Value<Real>(x).Value), new Silu()),
            (NumericActivation.Of(x => x > 0 ? x : Math.Exp(x) - 1, null, null, 0), new Elu()),
        };
        foreach (var (sampled, given) in twins)
        {
            Assert.All(sampled.Coefficients(q), Assert.NotNull);
            var (own, exact) = (Derivatives(sampled, q, -.4 * q, 2 * q), Derivatives(given, q, -.4 * q, 2 * q));
            Close.Relative(exact.Covariance.Value.Value, own.Covariance.Value.Value, Close.Solver, 1);
            Close.Relative(exact.Derivative.Value.Value, own.Derivative.Value.Value, Close.Solver, 1);
            Slopes(exact.Covariance, own.Covariance);
            Slopes(exact.Derivative, own.Derivative);
        }
    }

    [Fact]
    public void Large_variances_are_series_too()
    {
        var estimate = new Tanh().Estimate(400, 100, 900);
        Assert.True(estimate.IsSeries);
        Assert.InRange(estimate.CovarianceError, 0, Close.Kernel);

        // Far out tanh is the sign, up to O(1/variance).
        Close.Within(new Sign().Dual<Real>(400, 100, 900).Covariance.Value, estimate.Covariance, 2.0 / 400);
    }

    [Fact]
    public void The_stated_error_grows_where_the_rule_is_too_coarse()
    {
        // A wave of length 0.1 under a deviation of 10, with its kinks denied.
        var wave = NumericActivation.Of(x => Math.Sin(60 * x), x => 60 * Math.Cos(60 * x), x => -3600 * Math.Sin(60 * x));
        var (estimate, exact) = (wave.Estimate(100, 99.9999, 100), new Sine(1, 60).Dual<Real>(100, 99.9999, 100));
        Assert.InRange(estimate.CovarianceError, Close.Kernel, double.PositiveInfinity);
        Close.Within(exact.Covariance.Value, estimate.Covariance, estimate.CovarianceError);
    }

    [Fact]
    public void What_has_no_answer_is_refused()
    {
        Assert.Throws<UsageException>(() => new Tanh().Estimate(-1, 0, 1));
        Assert.Throws<UsageException>(() => new Tanh().Estimate(1, 2, 1));
        Assert.Throws<UsageException>(() => new Tanh().Estimate(double.NaN, 0, 1));
        Assert.Throws<UsageException>(() => new Tanh().Dual<Jet<Jet<Real, Real>, Jet<Real, Real>>>(1, .5, 1));
        Assert.Throws<UsageException>(() => NumericActivation.Of(x => x, null, null, double.NaN));
    }

    [Fact]
    public void Functions_are_no_members_of_the_catalog() =>
        Assert.DoesNotContain(Catalog.Members<Activation>(), member => member.Type == NumericActivation.Of(x => x).GetType());

    private static DualMoments<Jet<Real, Partials<Real>>> Derivatives(Activation activation, double q11, double q12, double q22) =>
        activation.Dual(new Jet<Real, Partials<Real>>(q11, new(0.0, 1.0)), new Jet<Real, Partials<Real>>(q12, new(1.0, 0.0)), (Jet<Real, Partials<Real>>)q22);

    private static void Slopes(Jet<Real, Partials<Real>> expected, Jet<Real, Partials<Real>> actual)
    {
        var scale = Math.Max(1, Math.Abs(expected.Value.Value));
        Close.Relative(expected.Slope.First.Value, actual.Slope.First.Value, Close.Solver, scale);
        Close.Relative(expected.Slope.Second.Value, actual.Slope.Second.Value, Close.Solver, scale);
    }

    // E|u - k||v - k| and its derivative by the closed means of |v - k| and sign(v - k) given u, and a fine rule over u on both sides of k.
    private static (double Covariance, double Derivative) Folded(double kink, double q11, double q12, double q22)
    {
        var rule = QuadratureRule.GaussLegendre(200);
        var spread = Math.Sqrt(q22 - q12 * q12 / q11);
        var place = kink / Math.Sqrt(q11);

        // Where the mean of v meets the kink, on the scale of its spread.
        var (centre, width) = (kink * Math.Sqrt(q11) / q12, 9 * spread * Math.Sqrt(q11) / Math.Abs(q12));
        double[] cuts = [.. new[] { -12, place, centre - width, centre, centre + width, 12 }.Select(cut => Math.Clamp(cut, -12, 12)).Order()];
        var (covariance, derivative) = (0.0, 0.0);
        for (var panel = 0; panel < cuts.Length - 1; panel++)
        {
            for (var i = 0; i < 200; i++)
            {
                var half = (cuts[panel + 1] - cuts[panel]) / 2;
                var z = cuts[panel] + half * (1 + rule.Nodes[i]);
                var weight = half * rule.Weights[i] * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
                var (u, mean) = (Math.Sqrt(q11) * z - kink, q12 / Math.Sqrt(q11) * z - kink);
                var sign = ErrorFunction.Erf(mean / (spread * Math.Sqrt(2)));
                covariance += weight * Math.Abs(u) * (spread * Math.Sqrt(2 / Math.PI) * Math.Exp(-mean * mean / (2 * spread * spread)) + mean * sign);
                derivative += weight * Math.Sign(u) * sign;
            }
        }

        return (covariance, derivative);
    }
}
