using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class LambertWTests
{
    [Theory]
    [InlineData(-5, .00669300049773099)]
    [InlineData(0, .567143290409783873)]
    [InlineData(1, 1)]
    [InlineData(2, 1.55714559899761142)]
    [InlineData(10, 7.92942009501969735)]
    [InlineData(100, 95.4414866455758318)]
    [InlineData(700, 693.458308879025498)]
    [InlineData(1000, 993.099169472389104)]
    [InlineData(-50, 1.9287498479639177830e-22)]
    [InlineData(-800, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Of_an_exponential(double z, double expected) => Close.Relative(expected, LambertW.OfExponential(z), Close.Kernel);

    [Theory]
    [InlineData(-3)]
    [InlineData(.7)]
    [InlineData(40)]
    public void Slope_is_the_derivative(double z)
    {
        const double step = 1e-5;
        Close.Relative((LambertW.OfExponential(z + step) - LambertW.OfExponential(z - step)) / (2 * step), LambertW.SlopeOfExponential(z), Close.Difference);
        Assert.Equal(1, LambertW.SlopeOfExponential(double.PositiveInfinity));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(.1, .0493802388015638)]
    [InlineData(1, .442854401002389)]
    [InlineData(10, 2.177325100614029)]
    [InlineData(1000, 6.90183595836159)]
    [InlineData(1e-12, 5e-13)]
    public void Logistic_growth(double s, double expected)
    {
        Close.Relative(expected, LambertW.LogisticGrowth(s), Close.Kernel);
        if (s > 0) Close.Relative(expected / s, LambertW.LogisticGrowthRatio(s), Close.Kernel);
    }

    [Fact]
    public void Logistic_growth_is_the_lambert_function_without_cancellation()
    {
        for (var s = .01; s < 1e6; s *= 3.7)
            Close.Relative(s + 1 - LambertW.OfExponential(s + 1), LambertW.LogisticGrowth(s), Close.Kernel, s);
        Assert.Equal(.5, LambertW.LogisticGrowthRatio(0));
        Assert.Equal(0, LambertW.LogisticGrowthRatio(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => LambertW.LogisticGrowth(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LambertW.LogisticGrowth(double.NaN));
    }
}
