namespace NtkGan.Numerics;

/// <summary>How many threads a computation may use. The number decides speed alone: every parallel loop of the library writes
/// disjoint rows and reduces in a fixed order, so results are the same bits for any number of threads.</summary>
public static class Workers
{
    private static readonly AsyncLocal<int> Limited = new();

    /// <summary>Threads that loops started here may use: the innermost <see cref="Limit"/>, or all processors.</summary>
    public static int Count => Limited.Value > 0 ? Limited.Value : Environment.ProcessorCount;

    /// <summary>Limits the threads of all work started in this flow of control, until disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static IDisposable Limit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var before = Limited.Value;
        Limited.Value = threads;
        return new Restore(before);
    }

    /// <summary>Runs the body for each block [start, end) of 0..count, blocks of a fixed size that does not depend on the
    /// number of threads. Each thread owns one scratch object.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="block">Items in a block, at least 1.</param>
    /// <param name="scratch">Makes one scratch object for a thread.</param>
    /// <param name="body">Works on items [start, end) and writes only what belongs to them.</param>
    public static void ForBlocks<TScratch>(int count, int block, Func<TScratch> scratch, Action<int, int, TScratch> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        var blocks = (count + block - 1) / block;
        var threads = Math.Min(Count, blocks);
        if (threads <= 1)
        {
            if (blocks == 0) return;
            var own = scratch();
            for (var b = 0; b < blocks; b++) body(b * block, Math.Min(count, (b + 1) * block), own);
            return;
        }

        var next = -1;
        void Work()
        {
            var own = scratch();
            for (var b = Interlocked.Increment(ref next); b < blocks; b = Interlocked.Increment(ref next))
                body(b * block, Math.Min(count, (b + 1) * block), own);
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work());
    }

    /// <summary>Runs the body for each block [start, end) of 0..count, without scratch.</summary>
    public static void ForBlocks(int count, int block, Action<int, int> body) =>
        ForBlocks<object?>(count, block, static () => null, (start, end, _) => body(start, end));

    private sealed class Restore(int before) : IDisposable
    {
        public void Dispose() => Limited.Value = before;
    }
}
