using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>The dual moments that a kernel uses, with their slopes, on a grid of variances from 1e-6 to 1e8 and correlations up to 1 - 1e-12, against
/// an independent quadrature.</summary>
public class VarianceGridTests
{
    // Waves, which no quadrature follows far out, and polynomials, whose highest moments lie beyond its ends, have tests of their own.
    private static readonly Dictionary<string, Activation> All = new Activation[]
    {
        new Relu(), new LeakyRelu(), new AbsoluteValue(), new AbRelu(-.5, 2), new Identity(), new Sign(), new RectifiedMonomial(), new RectifiedMonomial(0), new RectifiedMonomial(3),
        new Erf(), new Erf(1.3, .7, .4), new SigmoidLike(), new Gelu(), new GaussianActivation(), new GaussianActivation(1.1, -.6), new Gabor(), new Monomial(2), new Polynomial([.5, 1, -.3, .2]),
        new Tanh(), new Sigmoid(), new Softplus(), new Silu(), new Elu(), new Elu(.5),
        Of("tanh of delegates", Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x), x => -2 * Math.Tanh(x) * (1 - Math.Tanh(x) * Math.Tanh(x))),
        Of("odd and curved", x => x / Math.Sqrt(1 + x * x), x => Math.Pow(1 + x * x, -1.5), x => -3 * x * Math.Pow(1 + x * x, -2.5)),
        Of("values of tanh", Math.Tanh, null, null),
        Of("hard tanh", x => Math.Clamp(x, -1, 1), null, null, -1, 1), Of("hard sigmoid", x => Math.Clamp(x / 6 + .5, 0, 1), null, null, -3, 3),
        Of("ReLU6", x => Math.Clamp(x, 0, 6), null, null, 0, 6), Of("hard swish", x => x * Math.Clamp(x / 6 + .5, 0, 1), null, null, -3, 3),
        Of("soft shrink", x => Math.Max(x - .5, 0) + Math.Min(x + .5, 0), null, null, -.5, .5), Of("folded", x => Math.Abs(x - .7), null, null, .7),
        Of("softsign", x => x / (1 + Math.Abs(x)), x => Math.Pow(1 + Math.Abs(x), -2), x => -2 * Math.Sign(x) * Math.Pow(1 + Math.Abs(x), -3), 0),
    }.ToDictionary(activation => activation.ToString());

    private static readonly double[] Variances = [1e-6, .09, 4, 60, 2500, 40000, 1e8];
    private static readonly double[] Correlations = [.3, -.9, 1 - 1e-6, 1e-12 - 1, 1 - 1e-12];

    public static TheoryData<string> Names => [.. All.Keys];

    private sealed record Named(string Label, NumericActivation Inner) : Activation
    {
        public override T Value<T>(T x) => Inner.Value(x);

        public override DualMoments<T> Dual<T>(T q11, T q12, T q22) => Inner.Dual(q11, q12, q22);

        internal override void Propagate(KernelState state) => Inner.Propagate(state);

        public override string ToString() => Label;
    }

    private static Named Of(string label, Func<double, double> function, Func<double, double>? slope, Func<double, double>? bend, params double[] kinks) =>
        new(label, NumericActivation.Of(function, slope, bend, kinks));

    [Theory, MemberData(nameof(Names))]
    public void Moments_are_right_at_every_variance_and_correlation(string name)
    {
        var activation = All[name];
        for (var i = 0; i < Variances.Length; i++)
        {
            // Each variance with itself and with a larger one.
            foreach (var j in new[] { i, i + 3 }.Where(j => j < Variances.Length))
                foreach (var correlation in i == j ? Correlations : Correlations[^2..]) Check(activation, Variances[i], correlation * Math.Sqrt(Variances[i] * Variances[j]), Variances[j]);
        }
    }

    // A branch point at a distance of 1 is as near as phi may have one: quadrature is right to 1e-10 there.
    private static double Tolerance(string name) => name == "odd and curved" ? Close.Gradient : Close.Kernel;

    private static void Check(Activation activation, double q11, double q12, double q22)
    {
        double[] kinks = activation is Named { Inner.Kinks: var all } ? [.. all] : [];
        var expected = GridQuadrature.Of(activation, q11, q12, q22, kinks);
        var (own, other) = (GridQuadrature.Of(activation, q11, q11, q11, kinks), GridQuadrature.Of(activation, q22, q22, q22, kinks));
        var dual = Through(activation, q11, q12, q22);
        var where = $"at {q11}, {q12}, {q22}: ";
        var tolerance = 10 * Tolerance(activation.ToString());
        double Scale(double first, double second) => tolerance * Math.Sqrt(first * second);
        Close.Within(expected.Covariance, dual.Covariance.Value.Vector[0], Scale(own.Covariance, other.Covariance), where + "covariance");
        Close.Within(expected.Derivative, dual.Derivative.Value.Vector[0], Scale(own.Derivative, other.Derivative), where + "derivative");
        if (activation is Sign or RectifiedMonomial { Degree: < 2 }) return;
        Close.Within(dual.Derivative.Value.Vector[0], dual.Covariance.Slope.First.Vector[0], 10 * Scale(own.Derivative, other.Derivative), where + "slope of the covariance");

        // dN/dq11 = E[phi''(u) phi(v)]/2 and dD/dq12 = E[phi'' phi''], where phi'' has no point masses.
        if (HasKink(activation)) return;
        Close.Within(expected.BendValue / 2, dual.Covariance.Slope.Second.Vector[0], 10 * Scale(own.Bends, other.Covariance), where + "slope in the variance");
        Close.Within(expected.Bends, dual.Derivative.Slope.First.Vector[0], 10 * Scale(own.Bends, other.Bends), where + "slope of the derivative");
    }

    private static bool HasKink(Activation activation) =>
        activation is Elu or RectifiedMonomial { Degree: < 3 } || activation.Value(Jet.Variable<Real>(1e-300)).Slope != activation.Value(Jet.Variable<Real>(-1e-300)).Slope
        || activation is Named { Inner.Kinks.Count: > 0 };

    // As a kernel computes them: by series where it has one.
    private static DualMoments<Jet<Lanes, Partials<Lanes>>> Through(Activation activation, double q11, double q12, double q22)
    {
        Jet<Lanes, Partials<Lanes>> first = new(q11, new(0.0, 1.0)), both = new(q12, new(1.0, 0.0)), second = q22;
        if (activation is Named { Inner: var inner }) activation = inner;
        if (activation is not NumericActivation numeric) return activation.Dual(first, both, second);
        var series = new SeriesNode(numeric, [q11, q11, q11, q11, q22, q22, q22, q22]);
        var moments = series.Covers(0) && series.Covers(1) ? series.Moments(0, 1, q11, q12, q22, true) : numeric.Moments(q11, q12, q22, true);
        return moments.At(first, both, second);
    }

    [Fact]
    public void Waves_of_large_variances_see_the_difference_of_their_points()
    {
        // E[(u - v)^2] = 2 (q - q12), which doubles so near subtract exactly; of the wave of u + v nothing is left.
        double q = 1e8, q12 = (1 - 1e-9) * 1e8, b = .7;
        var square = 2 * (q - q12);
        var left = Math.Exp(-b * b * square / 2);
        var dual = new Sine(1.3, b, .4).Dual<Lanes>(q, q12, q);
        Close.Relative(1.3 * 1.3 / 2 * left, dual.Covariance.Vector[0], Close.Kernel);
        Close.Relative(1.3 * 1.3 * b * b / 2 * left, dual.Derivative.Vector[0], Close.Kernel);
        Close.Relative(Math.Exp(-.3 * square), new Rbf(.3).Dual<Lanes>(q, q12, q).Covariance.Vector[0], Close.Kernel);
        Close.Relative(Math.Exp(square / 2), new Exponential().Dual<Lanes>(q, -q12, q).Covariance.Vector[0], Close.Kernel);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_kernel_does_not_depend_on_the_company(string name)
    {
        // One input, of variances that a series just bears, just does not, and far beyond; alone and with all the others.
        var kernel = new NeuralKernel(new Mlp([All[name]], hiddenLayers: 1));
        var all = Matrix.Column(.001, .5, 2, 4, 8, 8.9, 9.1, 12, 17.9, 18.1, 40, 80, 150, 1e4);
        var (gram, diagonal) = (kernel.Gram(all), kernel.Diagonal(all));
        for (var i = 0; i < all.Rows; i++)
        {
            var one = all.Take([i]);
            Close.Relative(kernel.Diagonal(one)[0], diagonal[i], Tolerance(name));
            for (var j = 0; j < i; j += 3) Close.Relative(kernel.Gram(one, all.Take([j]))[0, 0], gram[i, j], Tolerance(name), Math.Sqrt(diagonal[i] * diagonal[j]));
        }
    }

    [Theory]
    [InlineData(200, .996010618209709440, 1)]
    [InlineData(88, .990933611419738302, 1)]
    public void Bounded_activations_have_bounded_kernels(double x, double expected, double bound)
    {
        var kernel = new NeuralKernel(new Mlp([new Tanh()], hiddenLayers: 1), KernelKind.Nngp);
        var value = kernel.Gram(Matrix.Column(x))[0, 0];
        Assert.InRange(value, 0, bound);
        Close.Within(expected, value, Close.Kernel);
        Assert.InRange(new NeuralKernel(new Mlp([new Sigmoid()], hiddenLayers: 1), KernelKind.Nngp).Gram(Matrix.Column(x))[0, 0], .49, .5);
    }

    [Fact]
    public void Waves_that_quadrature_cannot_follow_are_refused()
    {
        var wave = NumericActivation.Of(Math.Sin, Math.Cos, x => -Math.Sin(x));
        var near = new NeuralKernel(new Mlp([wave], hiddenLayers: 1));
        var exact = new NeuralKernel(new Mlp([new Sine()], hiddenLayers: 1));
        Close.Relative(exact.Gram(Matrix.Column(2, 5)), near.Gram(Matrix.Column(2, 5)), Close.Kernel);
        foreach (var steep in new[] { wave, NumericActivation.Of(Math.Sin), NumericActivation.Of(x => Math.Exp(-(x - 50) * (x - 50))) })
        {
            var kernel = new NeuralKernel(new Mlp([steep], hiddenLayers: 1));
            var message = Assert.Throws<NumericalException>(() => kernel.Gram(Matrix.Column(300.0))).Message;
            Assert.Contains("varies too fast", message);
            Assert.Throws<NumericalException>(() => steep.Dual<Real>(9e4, 4e4, 9e4));
        }

        // The place of a bump, named, is seen.
        var bump = NumericActivation.Of(x => Math.Exp(-(x - 50) * (x - 50)), x => -2 * (x - 50) * Math.Exp(-(x - 50) * (x - 50)), x => (4 * (x - 50) * (x - 50) - 2) * Math.Exp(-(x - 50) * (x - 50)), 50);
        var q = 300.0 * 300;
        Close.Relative(Math.Exp(-2500 * 2 / (1 + 4 * q)) / Math.Sqrt(1 + 4 * q), bump.Dual<Real>(q, q, q).Covariance.Value, Close.Kernel);
    }

    [Fact]
    public void Steeper_functions_than_the_series_can_see_are_no_series()
    {
        // tanh(100 x): 0 at nearly every node of the rule for phi''.
        double Tanh(double x) => Math.Tanh(100 * x);
        var steep = NumericActivation.Of(Tanh, x => 100 * (1 - Tanh(x) * Tanh(x)), x => -2e4 * Tanh(x) * (1 - Tanh(x) * Tanh(x)));
        foreach (var variance in new[] { .01, 1, 9, 60, 1e4 })
        {
            Assert.Null(steep.Coefficients(variance)[0]);
            Assert.Throws<NumericalException>(() => steep.Dual<Real>(variance, variance / 2, variance));
        }
    }

    [Fact]
    public void Many_kinks_are_refused() =>
        Assert.Contains("at most 32", Assert.Throws<UsageException>(() => NumericActivation.Of(Math.Abs, null, null, [.. Enumerable.Range(0, 3000).Select(i => (double)i)])).Message);
}
