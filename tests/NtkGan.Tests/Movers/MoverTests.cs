using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Tests.Movers;

/// <summary>What holds for every mover.</summary>
public class MoverTests
{
    public static TheoryData<string> Names => [.. Catalog.Members<Mover>().Select(member => member.Name)];

    private static Mover Find(string name) => (Mover)Catalog.Find(typeof(Mover), name).Example();

    // L = (x - 1)^2 + 4 (y + 2)^2, and points of one coordinate.
    private static DescribedField Bowl(Action<double[]>? confine = null) =>
        new(at => ((at[0] - 1) * (at[0] - 1) + 4 * (at[1] + 2) * (at[1] + 2), [2 * (at[0] - 1), 8 * (at[1] + 2)]), 1, confine);

    private static double Cost(double[] at) => (at[0] - 1) * (at[0] - 1) + 4 * (at[1] + 2) * (at[1] + 2);

    [Theory, MemberData(nameof(Names))]
    public void Goes_downhill_and_counts_its_steps(string name)
    {
        var mover = Find(name);
        double[] position = [3, 1];
        var memory = mover.Start(2);
        for (var k = 0; k < 30; k++) mover.Advance(position, memory, Bowl(), .05);
        Assert.InRange(Cost(position), 0, .9 * Cost([3, 1]));
        Assert.InRange(memory.Steps, mover.NeedsCost ? 5 : 30, 30);
    }

    [Theory, MemberData(nameof(Names))]
    public void Stays_where_it_must(string name)
    {
        var mover = Find(name);
        double[] position = [3, 1];
        var memory = mover.Start(2);
        for (var k = 0; k < 40; k++)
        {
            mover.Advance(position, memory, Bowl(values => values[0] = Math.Max(values[0], 2)), .05);
            Assert.InRange(position[0], 2, 10);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Goes_on_from_a_saved_memory_to_the_same_bits(string name)
    {
        var mover = Find(name);
        double[] position = [3, 1];
        var memory = mover.Start(2);
        for (var k = 0; k < 5; k++) mover.Advance(position, memory, Bowl(), .05);
        var (copy, again, saved) = ((double[])position.Clone(), mover.Start(2), memory.Save());
        again.Restore(saved);
        for (var k = 0; k < 5; k++)
        {
            mover.Advance(position, memory, Bowl(), .05);
            mover.Advance(copy, again, Bowl(), .05);
        }

        Assert.Equal(position, copy);
        foreach (var array in saved.Keys)
        {
            Assert.Throws<InvalidDataFormatException>(() => mover.Start(2).Restore(saved.Where(pair => pair.Key != array).ToDictionary()));
            Assert.Throws<InvalidDataFormatException>(() => mover.Start(2).Restore(saved.ToDictionary(pair => pair.Key, pair => pair.Key == array ? Matrix.Column(1, 2, 3, double.NaN) : pair.Value)));
            Assert.Throws<InvalidDataFormatException>(() => mover.Start(2).Restore(saved.ToDictionary(pair => pair.Key, pair => pair.Key == array ? Matrix.Column(1, 2, 3) : pair.Value)));
        }

        Assert.Throws<InvalidDataFormatException>(() => mover.Start(2).Restore(saved.Append(new("other", Matrix.Column(1))).ToDictionary()));
        memory.Reset();
        Assert.Equal(mover.Start(2).Save().SelectMany(pair => pair.Value.Values.ToArray()), memory.Save().SelectMany(pair => pair.Value.Values.ToArray()));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_cost_that_is_not_finite_is_no_step(string name)
    {
        var mover = Find(name);
        var failure = Assert.Throws<NumericalException>(() =>
        {
            var memory = mover.Start(2);
            for (var k = 0; k < 20; k++) mover.Advance([3, 1], memory, new DescribedField(_ => (double.NaN, [double.NaN, 1])), .05);
        });
        Assert.Contains("reduce the step size", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_of_first_order_allocates_nothing(string name)
    {
        if (Find(name) is not Optimizer optimizer) return;
        var (memory, position, gradient) = (optimizer.Start(100), new double[100], new double[100]);
        optimizer.Step(position, gradient, memory, .1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++) optimizer.Step(position, gradient, memory, .1);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_line_search_needs_no_more_than_its_promise()
    {
        foreach (var mover in new Mover[] { new Lbfgs(), new Backtracking() })
        {
            double[] position = [3, 1];
            var (memory, before) = (mover.Start(2), Cost(position));
            for (var k = 0; k < 20; k++)
            {
                var step = mover.Advance(position, memory, Bowl());
                Assert.Equal(Cost(position), step.CostAfter);
                Assert.True(step.CostAfter <= before);
                before = step.CostAfter!.Value;
            }

            Close.Relative((ReadOnlySpan<double>)[1, -2], position, Close.SixDecimals);
        }
    }

    [Fact]
    public void The_rate_of_adam_is_the_usual_one_of_what_is_moved()
    {
        Assert.Equal((.001, .01, .5), (new Adam().Rate, new Adam().WithUsualRate(.01).Rate, new Adam(.5).WithUsualRate(.01).Rate));
        Assert.Equal(.01, new OptimizerMethod().WithUsualRate(.01).Rate);
        Assert.Null(new Lbfgs().WithUsualRate(.01).Rate);
    }
}
