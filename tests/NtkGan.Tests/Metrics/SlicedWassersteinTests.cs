using NtkGan.Metrics;
using NtkGan.Numerics;
using static NtkGan.Tests.Metrics.Sets;

namespace NtkGan.Tests.Metrics;

public class SlicedWassersteinTests
{
    [Fact]
    public void On_a_line_it_is_the_Wasserstein_distance()
    {
        Matrix x = Normal(40, 1, 1), y = Normal(23, 1, 2);
        var sliced = Measure(new SlicedWasserstein(), x, y);
        Assert.Equal(MetricStatus.Exact, sliced.Status);
        Close.Relative(Measure(new Wasserstein(), x, y).Value, sliced.Value, Close.Kernel);
    }

    // The mean of (u.v)^2 over the sphere is |v|^2/d.
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_translation_costs_its_squared_length_over_the_dimension(int dimension)
    {
        var x = Normal(30, dimension, 3);
        var shift = Enumerable.Range(1, dimension).Select(k => (double)k).ToArray();
        var value = Measure(new SlicedWasserstein(1000), x, Translated(x, shift));
        Assert.Equal(MetricStatus.Sampled, value.Status);
        Close.Sampled(shift.Sum(k => k * k) / dimension, value.Value, value.Error);
        Assert.InRange(value.Error, double.Epsilon, value.Value / 10);
    }

    [Fact]
    public void The_standard_error_is_the_scatter_over_seeds()
    {
        Matrix x = Normal(20, 2, 4), y = Translated(Normal(20, 2, 5), 1, 0);
        var runs = Enumerable.Range(0, 400).Select(seed => Assert.Single(new SlicedWasserstein(16).Measure(new(x, y, Seed: (ulong)seed)))).ToList();
        var mean = runs.Average(run => run.Value);
        var scatter = Math.Sqrt(runs.Average(run => (run.Value - mean) * (run.Value - mean)));

        // The scatter of 400 runs is known to about 1 / sqrt(800).
        Close.Sampled(1, scatter / Math.Sqrt(runs.Average(run => run.Error * run.Error)), 1 / Math.Sqrt(800));
    }

    [Fact]
    public void Directions_come_from_the_seed()
    {
        var metric = new SlicedWasserstein();
        double Value(ulong seed) => Assert.Single(metric.Measure(new(Three, Four, Seed: seed))).Value;
        Assert.Equal(Value(1), Value(1));
        Assert.NotEqual(Value(1), Value(2));
        Assert.Throws<UsageException>(() => new SlicedWasserstein(1));
    }
}
