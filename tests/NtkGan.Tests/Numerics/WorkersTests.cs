using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>Parallel loops: the same exception on any number of threads, the limit kept by loops in loops, and an end when it is asked for.</summary>
public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_exception_of_the_first_block_comes_out_as_it_was_thrown(int threads)
    {
        using var limit = Workers.Limit(threads);
        for (var repetition = 0; repetition < 50; repetition++)
        {
            var error = Assert.Throws<UsageException>(() => Workers.ForBlocks(40, 1, (start, _) =>
            {
                if (start % 7 != 3) return;
                if (start == 3) Thread.SpinWait(20_000); // the first to fail is the last to say so
                throw new UsageException($"block {start}");
            }));
            Assert.Equal("block 3", error.Message);
            Assert.Contains(nameof(The_exception_of_the_first_block_comes_out_as_it_was_thrown), error.StackTrace);
        }
    }

    [Fact]
    public void A_scratch_object_that_cannot_be_made_is_told_as_it_is()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            using var limit = Workers.Limit(threads);
            Assert.Throws<InvalidDataFormatException>(() => Workers.ForBlocks<object>(9, 1, () => throw new InvalidDataFormatException("none"), (_, _, _) => { }));
        }
    }

    [Fact]
    public void Nested_loops_throw_the_first_exception_and_leave_nothing_behind()
    {
        using var limit = Workers.Limit(4);
        var error = Assert.Throws<NumericalException>(() => Workers.ForBlocks(6, 2, (start, _) =>
            Workers.ForBlocks(8, 1, (inner, _) => throw new NumericalException($"{start} {inner}"))));
        Assert.Equal("0 0", error.Message);
        Assert.Equal(4, Workers.Count);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 6)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public void Loops_in_loops_keep_the_limit_together(int threads, int outer)
    {
        using var limit = Workers.Limit(threads);
        var (running, most) = (0, 0);
        var done = new int[outer * 20];
        Workers.ForBlocks(outer, 1, (i, _) =>
        {
            Assert.InRange(Workers.Count, 1, Math.Max(1, threads / Math.Min(threads, outer)));
            Workers.ForBlocks(20, 1, (j, _) =>
            {
                var now = Interlocked.Increment(ref running);
                Highest(ref most, now);
                Thread.SpinWait(2000);
                done[i * 20 + j]++;
                Interlocked.Decrement(ref running);
            });
        });
        Assert.InRange(most, 1, threads);
        Assert.All(done, times => Assert.Equal(1, times));
        Assert.Equal(threads, Workers.Count);
    }

    [Theory]
    [InlineData(1, 4, 9)]
    [InlineData(2, 4, 9)]
    [InlineData(6, 3, 9)]
    [InlineData(6, 9, 4)]
    public void Tasks_side_by_side_share_the_threads_and_the_last_one_has_them_all(int threads, int most, int count)
    {
        using var limit = Workers.Limit(threads);
        var (running, peak, loops, done) = (0, 0, 0, new int[count]);
        var others = new CountdownEvent(count - 1);
        Workers.SideBySide(count, most, k =>
        {
            Highest(ref peak, Interlocked.Increment(ref running));
            if (k == count - 1)
            {
                Assert.True(others.Wait(TimeSpan.FromSeconds(30)), "A task did not run beside another.");
                Assert.True(SpinWait.SpinUntil(() => Workers.Count == threads, TimeSpan.FromSeconds(30)), "What others leave is not taken up.");
            }

            var share = Workers.Count;
            Workers.ForBlocks(40, 1, (_, _) => Interlocked.Increment(ref loops));
            Assert.InRange(share, threads / Math.Min(Math.Min(threads, most), count), threads);
            done[k]++;
            Interlocked.Decrement(ref running);
            if (k != count - 1) others.Signal();
        });
        Assert.InRange(peak, 1, Math.Min(threads, most));
        Assert.Equal(40 * count, loops);
        Assert.All(done, times => Assert.Equal(1, times));
        Assert.Equal(threads, Workers.Count);
    }

    [Fact]
    public void Of_tasks_side_by_side_none_begins_after_one_has_failed()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            using var limit = Workers.Limit(threads);
            var begun = 0;
            var error = Assert.Throws<UsageException>(() => Workers.SideBySide(50, 3, k =>
            {
                Interlocked.Increment(ref begun);
                if (k >= 4) throw new UsageException($"task {k}");
            }));
            Assert.Equal("task 4", error.Message);
            Assert.InRange(begun, 5, 5 + threads);
        }
    }

    private static void Highest(ref int peak, int now)
    {
        for (var seen = peak; now > seen; seen = peak) Interlocked.CompareExchange(ref peak, now, seen);
    }

    [Fact]
    public void A_loop_ends_before_its_next_block_when_it_is_cancelled()
    {
        foreach (var threads in new[] { 1, 2 })
        {
            using var limit = Workers.Limit(threads);
            using var source = new CancellationTokenSource();
            using var scope = Workers.Cancel(source.Token);
            var blocks = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => Workers.ForBlocks(1000, 1, (_, _) =>
            {
                if (Interlocked.Increment(ref blocks) == 5) source.Cancel();
            }));
            Assert.InRange(blocks, 5, 5 + threads);
        }
    }

    [Fact]
    public void Cancellation_reaches_loops_in_loops_and_ends_with_its_scope()
    {
        using var limit = Workers.Limit(2);
        using (var source = new CancellationTokenSource())
        using (Workers.Cancel(source.Token))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Workers.ForBlocks(2, 1, (_, _) =>
                Workers.ForBlocks(1000, 1, (i, _) => source.Cancel())));
            Assert.ThrowsAny<OperationCanceledException>(Workers.ThrowIfCancelled);
            using (Workers.Cancel(CancellationToken.None)) Workers.ThrowIfCancelled();
        }

        Workers.ThrowIfCancelled();
        Workers.ForBlocks(10, 1, (_, _) => { });
    }

    /// <summary>Work that takes long, by name.</summary>
    public static TheoryData<string> LongWork => ["gram", "gram of one row", "expansion", "ode", "hinge", "euler", "lsgan", "sinkhorn", "assignment", "transport", "energy"];

    [Theory, MemberData(nameof(LongWork))]
    public void Every_kind_of_long_work_can_be_cancelled(string name)
    {
        Matrix x = Metrics.Sets.Normal(60, 2, 1), y = Metrics.Sets.Normal(60, 2, 2);
        var kernel = new GaussianKernel();
        void Train(Loss loss, FunctionSpaceTraining training) => training.Train(new(60, 60, () => new Matrix(120, 120), loss));
        void Measure(Metric metric, int rows) => metric.Measure(new(x, y.Take([.. Enumerable.Range(0, rows)]), kernel.Gram));
        Action work = name switch
        {
            "gram" => () => kernel.Gram(x),
            "gram of one row" => () => kernel.Gram(x.Take([0]), y),
            "expansion" => () => kernel.Expand(x, y, new double[60], new double[60], new Matrix(60, 2)),
            "ode" => () => Train(new Vanilla(), new Ode()),
            "hinge" => () => Train(new Hinge(), new Exact()),
            "euler" => () => Train(new Vanilla(), new Euler()),
            "lsgan" => () => Train(new Lsgan(), new Exact()),
            "sinkhorn" => () => Measure(new SinkhornDivergence(), 60),
            "assignment" => () => Measure(new Wasserstein(), 60),
            "transport" => () => Measure(new Wasserstein(), 50),
            _ => () => Measure(new EnergyDistance(), 60),
        };
        work();
        foreach (var threads in new[] { 1, 2 })
        {
            using var limit = Workers.Limit(threads);
            using var scope = Workers.Cancel(new(canceled: true));
            Assert.ThrowsAny<OperationCanceledException>(work);
        }
    }

    [Fact]
    public void A_long_integration_ends_in_its_middle()
    {
        using var source = new CancellationTokenSource();
        using var scope = Workers.Cancel(source.Token);
        var evaluations = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new OdeSolver().Solve((state, slope) =>
        {
            if (++evaluations == 50) source.Cancel();
            slope[0] = -state[0];
        }, [1], 1e3));
        Assert.InRange(evaluations, 50, 60);
    }

    [Fact]
    public void A_training_of_a_network_throws_the_same_on_any_number_of_threads()
    {
        var points = Metrics.Sets.Normal(300, 2, 3);
        foreach (var threads in new[] { 1, 2 })
        {
            using var limit = Workers.Limit(threads);
            var trainer = new NetworkTraining(steps: 1).Start(new NeuralKernel(new NtkGan.Architectures.Mlp()), new Refusing());
            Assert.Equal("no such number", Assert.Throws<UsageException>(() => trainer.Train(points, points)).Message);
        }
    }

    private sealed record Refusing : Loss
    {
        public override T Fake<T>(T f) => throw new UsageException("no such number");

        public override T Target<T>(T f) => throw new UsageException("no such number");

        public override T Generator<T>(T f) => f;
    }
}
