using CsCheck;
using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public class TicksTests
{
    [Theory]
    [InlineData(-3, 3, 6, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 5000, 5, "0 1000 2000 3000 4000 5000")]
    [InlineData(0, 50000, 2, "0 50000")]
    [InlineData(0, 2e6, 4, "0 5.0e5 1.0e6 1.5e6 2.0e6")]
    [InlineData(-4e-7, 4e-7, 4, "−4e−7 −2e−7 0 2e−7 4e−7")]
    [InlineData(1.00001, 1.00003, 2, "1.00001 1.00002 1.00003")]
    [InlineData(5, 5, 4, "")]
    public void Decimal_labels(double from, double to, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', DecimalTicks.Between(from, to, count).Where(t => t.IsMajor).Select(t => t.Label)));

    [Theory]
    [InlineData(-2, 1, 5, "10⁻² 10⁻¹ 10⁰ 10¹")]
    [InlineData(0, 1, 5, "10⁰ 2·10⁰ 5·10⁰ 10¹")]
    [InlineData(0, 40, 5, "10⁰ 10⁸ 10¹⁶ 10²⁴ 10³² 10⁴⁰")]
    public void Decade_labels(double from, double to, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', DecadeTicks.Between(from, to, count).Where(t => t.IsMajor).Select(t => t.Label)));

    [Fact]
    public void Any_range_gets_a_readable_number_of_distinct_labels() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Double[1e-6, 1], Gen.Int[-200, 200], Gen.Int[2, 12]).Sample((from, span, exponent, count) =>
        {
            var unit = Math.Pow(10, exponent);
            var labels = DecimalTicks.Between(from * unit, (from + span) * unit, count).Where(t => t.IsMajor).ToArray();
            // At least two labels are worth more than no more than asked for, and steps of 1, 2, 5 give two to five.
            Assert.InRange(labels.Length, Math.Max(0, count / 5), Math.Max(5, count + 1));
            Assert.Equal(labels.Length, labels.Select(t => t.Label).Distinct().Count());
            Assert.All(labels, t => Assert.InRange(t.Position, from * unit - 1e-6 * span * unit, (from + span) * unit + 1e-6 * span * unit));
        });
}
