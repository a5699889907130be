using System.Numerics;
using CsCheck;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>The linear theory at a true point: golden eigenvalues and edges, closed forms against matrices, conditions against eigenvalues.</summary>
public class TruePointDynamicsTests
{
    private static TruePointDynamics Equal(int n, double q, double p, double etaD, double etaG, double lambda, double sigma, UpdateOrder order = UpdateOrder.Alternating) =>
        new(new(etaD, etaG, lambda, order), 1 / (sigma * sigma), p, ValueList.From(Enumerable.Repeat(q, n)));

    private static Complex[] Of(TruePointDynamics dynamics, ModeKind kind) =>
        [.. dynamics.Modes.Where(mode => mode.Kind == kind).SelectMany(mode => Enumerable.Repeat(mode.Eigenvalue, mode.Multiplicity))];

    private static void Near(Complex[] expected, Complex[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Close.Within(0, Complex.Abs(expected[i] - actual[i]), tolerance, $"eigenvalue {i}");
    }

    [Fact]
    public void Golden_eigenvalues()
    {
        var two = Equal(2, .4, 1, .1, .1, .5, .5);
        Near([.936], Of(two, ModeKind.Difference), Close.Kernel);
        Near([new(.9366, .1094552), new(.9366, -.1094552)], Of(two, ModeKind.Mean), Close.SixDecimals);
        Near([new(.943, .11292033), new(.943, -.11292033)], Of(two with { Rates = two.Rates with { Order = UpdateOrder.Simultaneous } }, ModeKind.Mean), Close.EightDecimals);

        var one = Equal(1, 1, 1, .1, .01, 1, 1);
        Near([.98887321, .91012679], Of(one, ModeKind.Mean), Close.EightDecimals);
        Near([.98872983, .91127017], Of(one with { Rates = one.Rates with { Order = UpdateOrder.Simultaneous } }, ModeKind.Mean), Close.EightDecimals);

        var three = Equal(3, .3, 1, .05, .05, .2, 1);
        Near([.9925, .9925], Of(three, ModeKind.Difference), Close.Kernel);
        Near([new(.9909125, .02583442), new(.9909125, -.02583442)], Of(three, ModeKind.Mean), Close.EightDecimals);
        Near([new(.99125, .02595067), new(.99125, -.02595067)], Of(three with { Rates = three.Rates with { Order = UpdateOrder.Simultaneous } }, ModeKind.Mean), Close.EightDecimals);
    }

    [Theory]
    [InlineData(UpdateOrder.Simultaneous, 1, .1, .1, .1, .97, 1.0003140)]
    [InlineData(UpdateOrder.Simultaneous, 1, .1, .1, .1, 1.03, .9997129)]
    [InlineData(UpdateOrder.Alternating, .5, .1, .01, 1, .20, 1.0062306)]
    [InlineData(UpdateOrder.Alternating, .5, .1, .01, 1, .22, .9964814)]
    [InlineData(UpdateOrder.Simultaneous, .5, .1, .01, 1, .22, 1.0067951)]
    public void Golden_radii_beside_thresholds(UpdateOrder order, double p, double etaD, double etaG, double lambda, double sigma, double radius)
    {
        var dynamics = Equal(1, 1, p, etaD, etaG, lambda, sigma, order);
        Close.Within(radius, dynamics.Modes.Max(mode => mode.Modulus), Close.SevenDecimals);
        Assert.Equal(radius < 1, dynamics.Conditions.All(condition => condition.Holds));
    }

    [Fact]
    public void Golden_edges()
    {
        // eta_d = 1, eta_g = .1, lambda = .1: the overshoot h = 4 - 2 a at sigma^2 = .1/3.8.
        Assert.Contains(Equal(1, 1, 1, 1, .1, .1, .160).Conditions, condition => condition is { Kind: ConditionKind.MeanOvershoot, Holds: false });
        Assert.All(Equal(1, 1, 1, 1, .1, .1, .164).Conditions, condition => Assert.True(condition.Holds));
        Close.Within(0, Equal(1, 1, 1, 1, .1, .1, Math.Sqrt(.1 / 3.8)).Conditions.Min(condition => Math.Abs(condition.Margin)), Close.Kernel);

        // Self-propulsion of a lone point: q sqrt(mu (1 - eta_d lambda))/lambda = .15 alternating, .158 simultaneous.
        double Damping(double sigma, UpdateOrder order) =>
            Equal(1, .5, 0, .1, .01, 1, sigma, order).Conditions.Single(condition => condition.Kind == ConditionKind.MeanDamping).Margin;
        Close.Within(0, Damping(.5 * Math.Sqrt(.1 * .9), UpdateOrder.Alternating), Close.Kernel);
        Close.Within(0, Damping(.5 * Math.Sqrt(.1), UpdateOrder.Simultaneous), Close.Kernel);
    }

    [Fact]
    public void A_lone_point_has_a_neutral_shift_and_one_other_mode()
    {
        foreach (var order in new[] { UpdateOrder.Alternating, UpdateOrder.Simultaneous })
        {
            var lone = Equal(1, .5, 0, .1, .01, 1, .2, order);
            var gain = .01 * .25 / .04;
            Assert.Equal(Complex.One, Assert.Single(Of(lone, ModeKind.Neutral)));
            Near([order == UpdateOrder.Alternating ? .9 * (1 + gain) : .9 + gain], Of(lone, ModeKind.Mean), Close.Kernel);
        }
    }

    private static readonly Gen<double> Logarithmic = Gen.Double[-2.5, 1].Select(power => Math.Pow(10, power));

    private static readonly Gen<TruePointDynamics> Any =
        Gen.Select(Logarithmic, Logarithmic, Logarithmic, Gen.Bool, Gen.Int[1, 3]).SelectMany(rates =>
        Gen.Select(Logarithmic, Gen.Double[0, 2], Gen.OneOf(Gen.Const(new[] { .3 }), Gen.Const(new[] { .3, .3, .3 }), Gen.Double[.05, 1].Array[1, 4])).Select(region =>
            new TruePointDynamics(
                new(rates.Item1, rates.Item2, rates.Item3 / rates.Item1 / 3, rates.Item4 ? UpdateOrder.Alternating : UpdateOrder.Simultaneous, rates.Item5),
                1 / (region.Item1 * region.Item1), region.Item2, ValueList.From(region.Item3))));

    [Fact]
    public void Modes_are_the_eigenvalues_of_the_whole_matrix() => Any.Sample(dynamics =>
    {
        var expected = GeneralEigen.Values(dynamics.CycleMatrix).ToList();
        var scale = 1 + Complex.Abs(expected[0]);
        foreach (var z in dynamics.Modes.Where(mode => mode.Kind != ModeKind.Free).SelectMany(mode => Enumerable.Repeat(mode.Eigenvalue, mode.Multiplicity)))
        {
            var nearest = expected.MinBy(other => Complex.Abs(other - z));

            // Double eigenvalues of a matrix are right to the root of its rounding.
            Close.Within(0, Complex.Abs(nearest - z), Close.DoubleRoot * scale);
            expected.Remove(nearest);
        }

        Assert.Empty(expected);
    }, iter: 2000);

    [Fact]
    public void Conditions_hold_where_all_eigenvalues_lie_within_the_circle() => Any.Sample(dynamics =>
    {
        var radius = dynamics.Modes.Where(mode => mode.Kind != ModeKind.Neutral).Max(mode => mode.Modulus);
        if (Math.Abs(radius - 1) > Close.Solver) Assert.Equal(radius < 1, dynamics.Conditions.All(condition => condition.Holds));
    }, iter: 5000);

    [Fact]
    public void Several_alternating_discriminator_steps_are_one_longer_step() => Any.Sample(dynamics =>
    {
        var rates = dynamics.Rates with { Order = UpdateOrder.Alternating };
        var longer = rates with { DiscriminatorRate = rates.CycleRate, DiscriminatorSteps = 1 };
        var (several, one) = ((dynamics with { Rates = rates }).CycleMatrix, (dynamics with { Rates = longer }).CycleMatrix);
        Close.Relative(several, one, Close.Kernel, scale: 1);
    });

    [Fact]
    public void With_small_steps_the_sign_of_the_imbalance_decides_for_several_unequal_masses() =>
        Gen.Select(Gen.Double[.1, 1].Array[2, 4], Gen.Double[.2, 1], Gen.Bool, Gen.Bool).Sample((masses, gap, heavy, alternating) =>
        {
            var p = heavy ? masses.Sum() * (1 - gap / 2) : masses.Sum() * (1 + gap);
            var rates = new LocalRates(.001, .001, .5, alternating ? UpdateOrder.Alternating : UpdateOrder.Simultaneous);
            var radius = new TruePointDynamics(rates, 1, p, ValueList.From(masses)).Modes.Max(mode => mode.Modulus);
            Assert.Equal(heavy, radius > 1);
        });

    [Fact]
    public void The_matrix_is_the_step_of_Gaussian_derivatives() => Gen.Select(Any, Gen.ULong).Sample((dynamics, seed) =>
    {
        // Independent of all formulas above: f at its resting value plus b x, advanced by the game's own recursion for the gradient at each point.
        var (rates, n) = (dynamics.Rates, dynamics.Masses.Count);
        var scale = 1e-14 / Math.Sqrt(dynamics.Gamma);
        var (state, image) = (new double[n + 1], new double[n + 1]);
        CounterRandom.For(seed, "state").FillNormal(state);
        var matrix = dynamics.CycleMatrix;
        for (var i = 0; i <= n; i++) image[i] = DotProduct(matrix.Row(i), state);

        double Slope(double at, double centre) => (centre - at) * dynamics.Gamma * Math.Exp(-(at - centre) * (at - centre) * dynamics.Gamma / 2);
        var b = state[0] * scale;
        double[] e = [.. state[1..].Select(value => value * scale)];
        void Discriminate(int steps)
        {
            for (var k = 0; k < steps; k++)
            {
                var sum = 0.0;
                for (var j = 0; j < n; j++) sum -= dynamics.Masses[j] * Slope(0, e[j]);
                b = rates.Retention * b + rates.DiscriminatorRate * sum;
            }
        }

        void Move(double slope)
        {
            for (var j = 0; j < n; j++)
                e[j] += rates.GeneratorRate * dynamics.Masses[j] * (slope + dynamics.Imbalance / rates.Regularisation * Slope(e[j], 0));
        }

        var before = b;
        if (rates.Order == UpdateOrder.Alternating) Discriminate(rates.DiscriminatorSteps);
        else Discriminate(1);
        Move(rates.Order == UpdateOrder.Alternating ? b : before);
        if (rates.Order == UpdateOrder.Simultaneous) Discriminate(rates.DiscriminatorSteps - 1);
        double[] actual = [b / scale, .. e.Select(value => value / scale)];
        Close.Relative(image, actual, Close.Difference);
    }, iter: 1000);

    private static double DotProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    [Fact]
    public void Without_regularisation_only_balanced_regions_rest()
    {
        var rates = new LocalRates(.1, .01, 0);
        var balanced = new TruePointDynamics(rates, 1, 1, [1.0]);
        Assert.All(balanced.Modes, mode => Close.Within(1, mode.Modulus, Close.Kernel));
        Assert.True((balanced with { Rates = rates with { Order = UpdateOrder.Simultaneous } }).Modes.Max(mode => mode.Modulus) > 1);
        var heavy = balanced with { Masses = [1.5] };
        Assert.False(heavy.HasEquilibrium);
        Assert.Contains("take lambda > 0", Assert.Throws<NumericalException>(() => heavy.Modes).Message);

        // Masses of a twentieth sum to 1 but for rounding.
        Assert.Equal(0, (balanced with { Masses = ValueList.From(Enumerable.Repeat(.05, 20)) }).Imbalance);
    }

    [Fact]
    public void Differences_of_a_nonlinear_run_shrink_at_the_predicted_rate()
    {
        var real = new WeightedPoints(Matrix.Column(0.0), [1.0]);
        var generated = new WeightedPoints(Matrix.Column(1e-4, -.5e-4), [.4, .4]);
        var run = new KernelDescentAscent(new(new KernelGame(new GaussianKernel(.5), .1, .1, .5), real, generated));
        run.Advance(400);
        for (var k = 400; k < 800; k += 50)
        {
            var before = run.Generated[0, 0] - run.Generated[1, 0];
            run.Advance();
            Close.Within(.936, (run.Generated[0, 0] - run.Generated[1, 0]) / before, Close.SixDecimals);
            run.Advance(49);
        }
    }
}
