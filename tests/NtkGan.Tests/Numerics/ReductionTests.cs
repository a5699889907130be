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

    // Rows of equal numbers that are moved alike stay equal, in a vector and in the tail after it.
    [Fact]
    public void A_multiple_is_added_alike_wherever_a_number_stands()
    {
        var random = CounterRandom.For(1, "multiples");
        for (var count = 1; count < 20; count++)
        {
            double[] numbers = new double[3];
            random.FillNormal(numbers);
            double[] target = [.. Enumerable.Repeat(numbers[0], count)];
            DotProduct.Add(numbers[1], [.. Enumerable.Repeat(numbers[2], count)], target);
            Assert.All(target, value => Assert.Equal(target[0], value));
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
