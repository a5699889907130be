using System.Runtime.ExceptionServices;

namespace NtkGan.Numerics;

/// <summary>How many threads a computation may use, and whether it is still wanted. The number decides speed alone: every parallel loop of the
/// library writes disjoint rows and reduces in a fixed order, so results are the same bits for any number of threads, and so is the exception where
/// there is no result.</summary>
public static class Workers
{
    private static readonly AsyncLocal<Setting?> Present = new();

    /// <summary>Threads that loops started here may use: the innermost <see cref="Limit"/>, or all processors; inside a parallel loop the share
    /// that the loop leaves to each of its own threads, so that loops in loops together keep the limit.</summary>
    public static int Count => Present.Value is not { } setting ? Environment.ProcessorCount
        : setting.Shared is { } shared ? shared.Each : setting.Threads > 0 ? setting.Threads : Environment.ProcessorCount;

    /// <summary>Limits the threads of all work started in this flow of control, until disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static IDisposable Limit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new Scope((Present.Value ?? Setting.Default) with { Threads = threads, Shared = null });
    }

    /// <summary>Lets a token end all work started in this flow of control, until disposed: loops end before their next block, solvers before their
    /// next step, by an <see cref="OperationCanceledException"/>. What such work had written is incomplete.</summary>
    /// <param name="cancellation">The token; it takes the place of an outer one.</param>
    public static IDisposable Cancel(CancellationToken cancellation) => new Scope((Present.Value ?? Setting.Default) with { Cancellation = cancellation });

    /// <summary>Lets a token, beside the one of <see cref="Cancel"/>, end the work of one operation that takes it as an argument; one that cannot be
    /// cancelled changes nothing.</summary>
    internal static IDisposable? EndBy(CancellationToken cancellation)
    {
        var setting = Present.Value ?? Setting.Default;
        if (!cancellation.CanBeCanceled || cancellation == setting.Cancellation) return null;
        cancellation.ThrowIfCancellationRequested();
        if (!setting.Cancellation.CanBeCanceled) return new Scope(setting with { Cancellation = cancellation });
        var either = CancellationTokenSource.CreateLinkedTokenSource(setting.Cancellation, cancellation);
        return new Scope(setting with { Cancellation = either.Token }, either);
    }

    /// <summary>The token that asks for an end of the work in this flow of control.</summary>
    internal static CancellationToken Cancellation => Present.Value?.Cancellation ?? CancellationToken.None;

    /// <summary>Ends work that is no longer wanted: for long loops that are not parallel.</summary>
    /// <exception cref="OperationCanceledException">The token of <see cref="Cancel"/> asks for it.</exception>
    public static void ThrowIfCancelled() => Present.Value?.Cancellation.ThrowIfCancellationRequested();

    /// <summary>Runs the body for each block [start, end) of 0..count, blocks of a fixed size that does not depend on the
    /// number of threads. Each thread owns one scratch object. Where bodies throw, the exception of the first block in order comes out, as it
    /// was thrown, and later blocks may or may not have run.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="block">Items in a block, at least 1.</param>
    /// <param name="scratch">Makes one scratch object for a thread.</param>
    /// <param name="body">Works on items [start, end) and writes only what belongs to them.</param>
    /// <exception cref="OperationCanceledException">The token of <see cref="Cancel"/> asks for an end.</exception>
    public static void ForBlocks<TScratch>(int count, int block, Func<TScratch> scratch, Action<int, int, TScratch> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        var blocks = (int)(((long)count + block - 1) / block);
        var setting = Present.Value ?? Setting.Default;
        var allowed = Count;
        var threads = Math.Min(allowed, blocks);
        if (threads <= 1)
        {
            if (blocks == 0) return;
            setting.Cancellation.ThrowIfCancellationRequested();
            var own = scratch();
            for (var b = 0; b < blocks; b++)
            {
                setting.Cancellation.ThrowIfCancellationRequested();
                body(b * block, End(b), own);
            }

            return;
        }

        var (inner, failure, next) = (setting with { Threads = allowed / threads, Shared = null }, new Failure(), -1);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            using var share = new Scope(inner);
            var b = -1;
            try
            {
                var own = scratch();
                for (b = Interlocked.Increment(ref next); b < blocks && !failure.IsKnown; b = Interlocked.Increment(ref next))
                {
                    setting.Cancellation.ThrowIfCancellationRequested();
                    body(b * block, End(b), own);
                }
            }
            catch (Exception error)
            {
                failure.Add(b, error);
            }
        });
        failure.Throw();

        int End(int b) => (int)Math.Min(count, (b + 1L) * block);
    }

    /// <summary>Runs the body for each block [start, end) of 0..count, without scratch.</summary>
    /// <inheritdoc cref="ForBlocks{TScratch}"/>
    public static void ForBlocks(int count, int block, Action<int, int> body) =>
        ForBlocks<object?>(count, block, static () => null, (start, end, _) => body(start, end));

    /// <summary>Does long tasks 0..count that have nothing to do with each other, several at a time, begun in their order. Those under way share the threads evenly,
    /// and have more of them when no task is left to begin: a task finds its present share in <see cref="Count"/> at each of its loops. Where tasks throw, the
    /// exception of the first in order comes out; no task begins after one has thrown, and those under way run to their ends.</summary>
    /// <param name="count">Number of tasks.</param>
    /// <param name="most">Tasks at a time at most, at least 1; there are never more than threads.</param>
    /// <param name="task">Does one.</param>
    /// <exception cref="OperationCanceledException">The token of <see cref="Cancel"/> asks for an end.</exception>
    public static void SideBySide(int count, int most, Action<int> task)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var atOnce = Math.Min(Math.Min(Count, most), count);
        if (atOnce <= 1)
        {
            for (var k = 0; k < count; k++)
            {
                ThrowIfCancelled();
                task(k);
            }

            return;
        }

        var (shared, next, failure) = (new Share(Count, atOnce), -1, new Failure());
        var setting = (Present.Value ?? Setting.Default) with { Shared = shared };
        Parallel.For(0, atOnce, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, _ =>
        {
            using var scope = new Scope(setting);
            var k = -1;
            try
            {
                for (k = Interlocked.Increment(ref next); k < count && !failure.IsKnown; k = Interlocked.Increment(ref next))
                {
                    ThrowIfCancelled();
                    task(k);
                }
            }
            catch (Exception error)
            {
                failure.Add(k, error);
            }
            finally
            {
                shared.Leave();
            }
        });
        failure.Throw();
    }

    private sealed record Setting(int Threads, CancellationToken Cancellation, Share? Shared = null)
    {
        public static Setting Default { get; } = new(0, CancellationToken.None);
    }

    private sealed class Share(int threads, int tasks)
    {
        private int _tasks = tasks;

        public int Each => threads / Math.Max(1, Volatile.Read(ref _tasks));

        public void Leave() => Interlocked.Decrement(ref _tasks);
    }

    private sealed class Scope : IDisposable
    {
        private readonly Setting? _before = Present.Value;

        private readonly IDisposable? _owned;

        public Scope(Setting setting, IDisposable? owned = null) => (Present.Value, _owned) = (setting, owned);

        public void Dispose()
        {
            Present.Value = _before;
            _owned?.Dispose();
        }
    }

    // Blocks are handed out in order, so those before the first that fails have all begun, and run to their end.
    private sealed class Failure
    {
        private readonly Lock _lock = new();
        private int _block = int.MaxValue;
        private volatile ExceptionDispatchInfo? _first;

        public bool IsKnown => _first is not null;

        public void Add(int block, Exception error)
        {
            lock (_lock)
            {
                if (_first is not null && block >= _block) return;
                (_block, _first) = (block, ExceptionDispatchInfo.Capture(error));
            }
        }

        public void Throw() => _first?.Throw();
    }
}
