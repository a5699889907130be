using static NtkGan.Numerics.ExponentialFunctions;

namespace NtkGan.Tests.Numerics;

/// <summary>Reference values computed with 40 digits.</summary>
public class ExponentialFunctionsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-5, 1.0000050000166667083e-5)]
    [InlineData(-1e-5, -9.9999500001666662500e-6)]
    [InlineData(0.5, .64872127070012814685)]
    [InlineData(1, 1.7182818284590452354)]
    [InlineData(3, 19.085536923187667741)]
    [InlineData(-1, -.63212055882855767840)]
    [InlineData(-40, -.99999999999999999575)]
    [InlineData(double.NegativeInfinity, -1)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Expm1_is_accurate(double z, double expected) => Relative(expected, Expm1(z));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-5, 9.9999500003333308334e-6)]
    [InlineData(1, .69314718055994530942)]
    [InlineData(-.5, -.69314718055994530942)]
    [InlineData(1e300, 690.77552789821370520)]
    [InlineData(-1, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Log1p_is_accurate(double x, double expected) => Relative(expected, Log1p(x));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1e-300, 1)]
    [InlineData(1e-9, 1.0000000005)]
    [InlineData(-1, .63212055882855767840)]
    [InlineData(-1e9, 1e-9)]
    [InlineData(double.NegativeInfinity, 0)]
    public void Phi1_is_accurate_and_continuous_at_zero(double z, double expected) => Relative(expected, Phi1(z));

    // Rounding of a handful of operations relative to the value itself, however small.
    private static void Relative(double expected, double actual) => Close.Within(expected, actual, 8 * Math.ScaleB(1, -52) * Math.Abs(expected));
}
