using MathNet.Numerics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class ErrorFunctionTests
{
    [Fact]
    public void Agrees_with_another_library()
    {
        for (var i = -1200; i <= 1200; i++)
        {
            var x = i / 200.0;
            Close.Relative(SpecialFunctions.Erf(x), ErrorFunction.Erf(x), Close.Kernel);
            Close.Rounding(SpecialFunctions.Erfc(x), ErrorFunction.Erfc(x), x < 2.5 ? 1 : 0, 64);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, .84270079294971486934)]
    [InlineData(2.5, .99959304798255504106)]
    [InlineData(-.3, -.32862675945912742764)]
    [InlineData(1e-10, 1.1283791670955125739e-10)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, -1)]
    public void Known_values(double x, double erf) => Close.Rounding(erf, ErrorFunction.Erf(x), 0, 8);

    [Theory]
    [InlineData(3, 2.2090496998585441373e-5)]
    [InlineData(10, 2.0884875837625447570e-45)]
    [InlineData(26, 5.6631924088561428464e-296)]
    public void Complement_keeps_relative_precision(double x, double erfc) => Close.Relative(erfc, ErrorFunction.Erfc(x), Close.Kernel);

    [Fact]
    public void Not_a_number_stays_so() => Assert.True(double.IsNaN(ErrorFunction.Erf(double.NaN)));

    [Fact]
    public void Normal_distribution_function_is_antisymmetric_about_one_half()
    {
        foreach (var x in new[] { 0, .1, 1, 3, 6 }) Close.Rounding(1, ErrorFunction.NormalCdf(x) + ErrorFunction.NormalCdf(-x));
    }
}
