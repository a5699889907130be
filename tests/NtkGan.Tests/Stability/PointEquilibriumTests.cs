using System.Numerics;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Equilibria of several points, and the full linearisation at them.</summary>
public class PointEquilibriumTests
{
    private static readonly LocalRates Rates = new(.1, .01, 1);

    private static GameConfiguration Pairs(double sigma, Matrix generated) =>
        new(new KernelGame(new GaussianKernel(sigma)), WeightedPoints.Uniform(Matrix.Column(1, -1)), WeightedPoints.Uniform(generated));

    private static double[] Moduli(PointEquilibrium equilibrium) =>
        [.. equilibrium.Modes(Rates).Where(mode => mode.Kind == ModeKind.Coupled).SelectMany(mode => Enumerable.Repeat(mode.Modulus, mode.Multiplicity)).OrderDescending()];

    [Fact]
    public void Golden_eigenvalues_of_an_excess_pair()
    {
        Complex[] Values(double sigma, params double[] places) =>
            [.. PointEquilibrium.Of(Pairs(sigma, Matrix.Column(places))).Modes(Rates).Where(mode => mode.Kind == ModeKind.Coupled).Select(mode => mode.Eigenvalue)];
        void Are(Complex[] expected, Complex[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            foreach (var z in expected) Close.Within(0, actual.Min(other => Complex.Abs(other - z)), Close.SixDecimals);
        }

        var narrow = .1 * Math.Sqrt(2 * Math.Log(2) / 3);
        Are([new(.9628392, .1616374), new(.9628392, -.1616374), new(.9712563, .0992327), new(.9712563, -.0992327)], Values(.1, 1 + narrow, 1 - narrow));
        Are([.9318665, new(.9520543, .0458521), new(.9520543, -.0458521), .9749355], Values(.25, 1 + 2.5 * narrow, 1 - 2.5 * narrow));
        Are([.9061563, .9138492, .9873678, .9958107], Values(.5, 1.3345508038, .6480970398));
    }

    [Theory]
    [InlineData(.1, .0679777993, .9763124)]
    [InlineData(.25, .1699444984, .9749355)]
    public void An_excess_pair_on_a_line_rests_at_the_closed_form_and_is_stable(double sigma, double offset, double radius)
    {
        Close.Within(offset, sigma * Math.Sqrt(2 * Math.Log(2) / 3), Close.EightDecimals);
        var region = Assert.Single(StabilityPrediction.Of(Pairs(sigma, Matrix.Column(1.05, .96))).Regions, region => region.Region.Generated.Count == 2);
        Assert.Equal((Regime.Collapses, Destination.AroundTruePoint), (region.Outcome.Regime, region.Outcome.Destination));
        Assert.All(region.Outcome.Offsets, actual => Close.Within(offset, actual, Close.EightDecimals));
        Close.Within(radius, Moduli(region.Outcome.Equilibrium!)[0], Close.SixDecimals);
    }

    [Fact]
    public void A_pair_shared_by_two_near_true_points_is_found_too()
    {
        var prediction = StabilityPrediction.Of(Pairs(.5, Matrix.Column(1.05, .96)));
        var region = Assert.Single(prediction.Regions);
        Assert.False(prediction.Partition!.IsIsolated);
        Assert.Equal((Regime.Collapses, Destination.Shared), (region.Outcome.Regime, region.Outcome.Destination));
        double[] places = [.. region.Outcome.Equilibrium!.Generated.Values.ToArray().Order()];
        Close.Within(.6480970398, places[0], Close.EightDecimals);
        Close.Within(1.3345508038, places[1], Close.EightDecimals);
        Close.Within(.9958107, Moduli(region.Outcome.Equilibrium)[0], Close.SixDecimals);
        Assert.Equal(Regime.Converges, StabilityPrediction.Of(Pairs(.5, Matrix.Column(1.05, -.96))).Regime);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void Across_its_line_a_pair_turns_freely_and_a_narrow_kernel_does_not_hold_it(int dimension)
    {
        PointEquilibrium Rest(double sigma)
        {
            var (real, generated) = (new Matrix(1, dimension), new Matrix(2, dimension));
            (generated[0, 0], generated[0, 1], generated[1, 0], generated[1, 1]) = (.05, .01, -.04, .003);
            var game = new GameConfiguration(new KernelGame(new GaussianKernel(sigma)), new(real, [.5]), WeightedPoints.Uniform(generated));
            return Assert.Single(StabilityPrediction.Of(game).Regions).Outcome.Equilibrium!;
        }

        var (wide, narrow) = (Rest(.25), Rest(.1));
        Close.Within(.9749355, Moduli(wide)[0], Close.SixDecimals);
        Close.Within(1.0357087, Moduli(narrow)[0], Close.SixDecimals);
        Assert.True(Moduli(Rest(.12))[0] < 1);
        foreach (var rest in new[] { wide, narrow })
        {
            // The pair turns in dimension - 1 ways; each of the 2 points in each coordinate has 2 modes.
            Assert.Equal(dimension - 1, rest.Modes(Rates).Where(mode => mode.Kind == ModeKind.Neutral).Sum(mode => mode.Multiplicity));
            Assert.Equal(4 * dimension, rest.Modes(Rates).Where(mode => mode.Kind != ModeKind.Free).Sum(mode => mode.Multiplicity));
            Close.Within(0, rest.Force, Close.Solver);
        }
    }

    [Fact]
    public void Three_points_settle_as_a_triangle_and_coincident_ones_part()
    {
        var generated = new WeightedPoints(new Matrix(3, 4), [.3, .3, .3]);
        var game = new GameConfiguration(new KernelGame(new GaussianKernel()), new(new Matrix(1, 4), [.5]), generated);
        var offsets = Assert.Single(StabilityPrediction.Of(game).Regions).Outcome.Offsets;
        Assert.Equal(3, offsets.Count);

        // A triangle of radius a, sides sqrt(3) a: p a e^(-a^2/2) = 3 q a e^(-3 a^2/2), so a^2 = ln(3 q/p).
        Assert.All(offsets, offset => Close.Relative(Math.Sqrt(Math.Log(.9 / .5)), offset, Close.EightDecimals));
    }

    [Fact]
    public void A_configuration_at_a_true_point_has_the_modes_of_the_closed_form()
    {
        var masses = ValueList.Create<double>([.2, .5]);
        var game = new GameConfiguration(new KernelGame(new RationalQuadraticKernel(.7, 2)), new(new Matrix(1, 2), [1]), new(new Matrix(2, 2), masses));
        var numbers = GeneralEigen.Values(new TruePointDynamics(Rates, 1 / .49, 1, masses).CycleMatrix);
        var modes = PointEquilibrium.Of(game).Modes(Rates).Select(mode => mode.Eigenvalue).ToList();
        foreach (var z in numbers) Close.Within(0, modes.Min(other => Complex.Abs(other - z)), Close.DoubleRoot);
    }

    [Theory]
    [InlineData(UpdateOrder.Alternating, 1)]
    [InlineData(UpdateOrder.Simultaneous, 1)]
    [InlineData(UpdateOrder.Alternating, 3)]
    [InlineData(UpdateOrder.Simultaneous, 3)]
    public void Simulated_disturbances_die_at_the_predicted_rate(UpdateOrder order, int steps)
    {
        var game = new KernelGame(new GaussianKernel(.25), .1, .01, 1, order, steps);
        var offset = .25 * Math.Sqrt(2 * Math.Log(2) / 3);
        var rest = new GameConfiguration(game, WeightedPoints.Uniform(Matrix.Column(0.0), .5), WeightedPoints.Uniform(Matrix.Column(offset, -offset)));
        var rate = PointEquilibrium.Of(rest).Modes(LocalRates.Of(game)).Where(mode => mode.Kind == ModeKind.Coupled).Max(mode => mode.Modulus);

        // Long enough for f to come to rest, short enough for the disturbance to stand above rounding.
        var run = new KernelDescentAscent(new(game, rest.Real, WeightedPoints.Uniform(Matrix.Column(offset + .004, -offset - .001))));
        run.Advance(400 * steps);
        var before = run.Generated[0, 0] - offset;
        run.Advance(100 * steps);
        Close.Relative(rate, Math.Pow((run.Generated[0, 0] - offset) / before, 1.0 / 100), Close.Observed);
    }

    [Fact]
    public void Networks_with_smooth_activations_can_be_linearised()
    {
        var kernel = new NeuralKernel(new Mlp([new Erf()]));
        var configuration = new GameConfiguration(new KernelGame(kernel), WeightedPoints.Uniform(Matrix.Of(new[,] { { 1.0, .5 } })), WeightedPoints.Uniform(Matrix.Of(new[,] { { 1.0, .5 } })));
        var equilibrium = PointEquilibrium.Of(configuration);
        Close.Within(0, equilibrium.Force, Close.Kernel);
        Assert.True(equilibrium.IsFlat);
        Assert.All(equilibrium.Modes(Rates), mode => Assert.True(mode.Modulus <= 1 + Close.DoubleRoot));
    }
}
