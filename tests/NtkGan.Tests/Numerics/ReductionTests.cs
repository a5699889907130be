using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class ReductionTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_seen_wherever_it_stands(double value)
    {
        for (var count = 0; count < 14; count++)
        {
            Assert.True(Reduction.IsFinite([.. Enumerable.Repeat(-double.MaxValue, count)]));
            for (var place = 0; place < count; place++) Assert.False(Reduction.IsFinite([.. Enumerable.Range(0, count).Select(i => i == place ? value : i)]));
        }
    }

    [Fact]
    public void The_largest_magnitude_is_found_wherever_it_stands()
    {
        Assert.Equal(0, Reduction.LargestMagnitude([]));
        for (var count = 1; count < 20; count++)
            for (var place = 0; place < count; place++)
                foreach (var value in new[] { 7.5, -7.5 }) Assert.Equal(7.5, Reduction.LargestMagnitude([.. Enumerable.Range(0, count).Select(i => i == place ? value : -i / 10.0)]));
    }
}
