using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>What does not fit into memory is refused with its size before any of it is taken.</summary>
public sealed class MemoryTests
{
    private static ParticleFlowExperiment Flow(int count, Loss? loss = null, Training? training = null, ValueList<Metric>? metrics = null, int dimension = 2) => new(
        Source: new(new Gaussian(dimension), count), Target: new(new Gaussian(dimension), count), Loss: loss, Training: training, Metrics: metrics);

    private static string Refusal(ParticleFlowExperiment experiment)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<UsageException>(() => experiment.Start()).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("needs", message);
        return message;
    }

    [Fact]
    public void Too_many_points_are_refused_with_the_number() => Assert.Contains("GiB of memory", Refusal(Flow(2_000_000_000)));

    [Fact]
    public void A_gram_matrix_that_cannot_be_is_refused_and_the_way_out_works()
    {
        Assert.Contains("lsgan on 5,000,000 and 5,000,000 points", Refusal(Flow(5_000_000, new Lsgan(), dimension: 5)));
        Assert.Contains("vanilla", Refusal(Flow(5_000_000, new Vanilla(), new Ode(1), dimension: 5)));
        Assert.Contains("training.kind=ode", Refusal(Flow(5_000_000, new Hinge())));
        FlowMemory.Check(Flow(50_000, new Ipm()));
        FlowMemory.Check(Flow(1000, new Lsgan()));

        // Products with the matrix need none.
        FlowMemory.Check(Flow(50_000, new Lsgan()));
        FlowMemory.Check(Flow(50_000, new Hinge(), new Ode(1)));
    }

    [Fact]
    public void Metrics_and_dimensions_count_too()
    {
        Assert.Contains("kernel_drift", Refusal(Flow(5_000_000, metrics: [new KernelDrift()])));
        Assert.Contains("dimension 100,000,000", Refusal(Flow(100_000, dimension: 100_000_000)));
    }

    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1000, false)]
    [InlineData(double.NaN, 1000, false)]
    [InlineData(double.PositiveInfinity, 1000, false)]
    public void The_border_is_what_the_process_may_use(double bytes, long available, bool fits)
    {
        if (fits) MemoryBudget.Check(bytes, available, "This", "take less.");
        else Assert.StartsWith("This needs about", Assert.Throws<UsageException>(() => MemoryBudget.Check(bytes, available, "This", "take less.")).Message);
    }

    [Fact]
    public void A_matrix_longer_than_an_array_is_refused_whatever_the_memory() =>
        Assert.Contains("x 46,341 numbers", Assert.Throws<UsageException>(() => MemoryBudget.CheckMatrices(46_341, 46_341, 1e-9, "This", "take less.")).Message);

    [Theory]
    [InlineData(1e30)]
    [InlineData(2_147_483_647.0)]
    [InlineData(double.NaN)]
    public void A_list_of_numbers_that_no_array_or_no_memory_holds_is_refused(double count) =>
        Assert.StartsWith("This needs", Assert.Throws<UsageException>(() => MemoryBudget.CheckNumbers(count, "This", "take less.")).Message);

    [Fact]
    public void The_memory_of_the_process_is_known() => Assert.InRange(MemoryBudget.Available, 1L << 26, long.MaxValue);
}
