using System.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>The published eigenvalue formulas: golden values, maps, lines and windows.</summary>
public class LocalConvergenceTests
{
    private static LocalConvergence At(double sigma, double lambda, double eta = .01) => new(sigma, lambda, eta, GeneratedMass: .8);

    private static IEnumerable<LocalConvergence> Map(double eta) =>
        from i in Enumerable.Range(0, 100)
        from j in Enumerable.Range(0, 100)
        select At(.01 + i * .99 / 99, .01 + j * 9.99 / 99, eta);

    [Theory]
    [InlineData(.5, 1, .99, .9936, .9918, .0158984276)]
    [InlineData(.1, 4, .96, .96, .96, .08)]
    [InlineData(.1, 1, .99, .84, .915, .0278388)]
    public void Golden_formulas(double sigma, double lambda, double a, double b, double real, double imaginary)
    {
        var local = At(sigma, lambda);
        Close.Relative(a, local.RhoA, Close.Kernel);
        Close.Relative(b, local.RhoB, Close.Kernel);
        Close.Within(0, Complex.Abs(local.RhoC.First - new Complex(real, imaginary)), Close.SevenDecimals);
        Assert.Equal(Complex.Conjugate(local.RhoC.First), local.RhoC.Second);
        Assert.True(local.Oscillates);
    }

    [Theory]
    [InlineData(.1, 956, .07, 1.8263636, .6680833)]
    [InlineData(.01, 145, .01, 10, .81)]
    [InlineData(.001, 16, .01, 10, .9801)]
    public void Golden_maps(double eta, int unstable, double sigma, double lambda, double best)
    {
        var map = Map(eta).ToList();
        Assert.Equal(unstable, map.Count(local => local.Rate > 1 + Close.Kernel));
        var least = map.MinBy(local => local.Rate);
        Close.Within(sigma, least.Width, Close.SevenDecimals);
        Close.Within(lambda, least.Regularisation, Close.SevenDecimals);
        Close.Within(best, least.Rate * least.Rate, Close.SevenDecimals);
    }

    [Theory]
    [InlineData(1, .0944271910, 1.6944271910)]
    [InlineData(4, .0236067977, .4236067977)]
    public void Golden_oscillation_window(double lambda, double low, double high)
    {
        var (from, to) = At(.5, lambda).OscillationWidths;
        Close.Within(low, from, Close.EightDecimals);
        Close.Within(high, to, Close.EightDecimals);
        foreach (var (edge, outwards) in new[] { (from, .999), (to, 1.001) })
        {
            Assert.False(At(edge * outwards, lambda).Oscillates);
            Assert.True(At(edge / outwards, lambda).Oscillates);
        }
    }

    [Fact]
    public void On_the_line_of_saturation_both_real_rates_agree_and_narrower_kernels_do_not_help()
    {
        var width = At(1, 1).SaturationWidth;
        Close.Relative(At(width, 1).RhoA, At(width, 1).RhoB, Close.Kernel);
        foreach (var share in new[] { .9, .6, .3 }) Close.Relative(1 - .01, At(share * width, 1).Rate, Close.Kernel);
        Assert.True(At(1.1 * width, 1).Rate > 1 - .01);
        Assert.True(At(.05 * width, 1).Rate > 1);
        Assert.Equal(0, (At(1, 1) with { GeneratedMass = 1.5 }).SaturationWidth);
    }

    [Fact]
    public void A_balanced_point_oscillates_below_a_width_of_its_own()
    {
        var balanced = new LocalConvergence(1, .5, .1, Ratio: .3, RealMass: .7, GeneratedMass: .7);
        Assert.Equal(0, balanced.OscillationWidths.Low);
        Close.Relative(2 * Math.Sqrt(.3) * .7 / .5, balanced.OscillationWidths.High, Close.Kernel);
    }

    [Fact]
    public void Rho_c_is_the_mean_mode_of_the_simultaneous_game_and_rho_b_its_difference_mode()
    {
        foreach (var local in Map(.1).Where((_, i) => i % 97 == 0))
        {
            var rates = new LocalRates(local.DiscriminatorRate, local.DiscriminatorRate, local.Regularisation, UpdateOrder.Simultaneous);
            var modes = new TruePointDynamics(rates, 1 / (local.Width * local.Width), 1, [.8]).Modes.Where(mode => mode.Kind == ModeKind.Mean).ToList();
            foreach (var z in new[] { local.RhoC.First, local.RhoC.Second })
                Close.Within(0, modes.Min(mode => Complex.Abs(mode.Eigenvalue - z)), Close.DoubleRoot);
            var two = new TruePointDynamics(rates, 1 / (local.Width * local.Width), 1.6, [.8, .8]);
            Close.Relative((local with { RealMass = 1.6, GeneratedMass = 1.6 - two.Imbalance }).RhoA, two.Modes.First(mode => mode.Kind == ModeKind.Free).Eigenvalue.Real, Close.Kernel);
        }
    }
}
