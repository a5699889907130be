using NtkGan.Numerics;
using Xunit.Sdk;

namespace NtkGan.Tests;

public class CloseTests
{
    [Theory]
    [InlineData(1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(1, 1.0000001)]
    public void Refuses(double expected, double actual) =>
        Assert.ThrowsAny<XunitException>(() => Close.Relative(expected, actual, Close.Kernel));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1, 1 + 1e-13)]
    public void Accepts(double expected, double actual) => Close.Relative(expected, actual, Close.Kernel);

    [Fact]
    public void Refuses_other_shapes() =>
        Assert.ThrowsAny<XunitException>(() => Close.Relative(new Matrix(2, 3), new Matrix(3, 2), Close.Kernel));
}
