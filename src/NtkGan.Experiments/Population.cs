using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>Points of a data set that an experiment uses, and how many of them at a time.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Count">Points drawn once, at the start; 0 for a fresh draw of a batch at every step; all points of a stored set or 500 of an
/// endless one if none is given.</param>
/// <param name="Batch">Points used in one step, in shuffled epochs; 0 for all.</param>
public sealed record Population(DataSet Data, int? Count = null, int Batch = 0)
{
    private const int UsualCount = 500;

    /// <summary>A small legal example.</summary>
    public static Population Example => new(new Gaussian());

    /// <summary>Points drawn at the start, 0 for fresh draws, null for the usual number.</summary>
    public int? Count { get; } = Count is { } count ? Require.AtLeast(0, count, nameof(Count)) : null;

    /// <summary>Points of one step, 0 for all.</summary>
    public int Batch { get; } = Require.AtLeast(0, Batch);

    /// <summary>True if every step draws fresh points.</summary>
    public bool IsEndless => Count == 0;

    /// <summary>How many points are drawn at the start.</summary>
    internal int Size => IsEndless ? Batch : Count ?? Data.Size ?? UsualCount;

    /// <summary>The points drawn at the start; of an endless population, one batch that serves to judge the result.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Names the stream of random numbers, "source" or "target".</param>
    /// <exception cref="UsageException">An endless population has no batch size, or the set has fewer points.</exception>
    public Matrix Draw(ulong seed, string purpose) => Data.Draw(CountOf(purpose), CounterRandom.For(seed, purpose));

    /// <summary>The targets that <see cref="Draw"/> gives, with others of a stored set that take no part in any step.</summary>
    /// <param name="heldOut">Rows to hold out, as many as there are.</param>
    /// <param name="metrics">Metrics, which may like to have labelled rows.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="UsageException">As for <see cref="Draw"/>.</exception>
    internal RealRows RealRows(int heldOut, IReadOnlyList<Metric> metrics, ulong seed)
    {
        var isStored = Data.Size is not null && !IsEndless;
        return new(Data, CountOf("target"), isStored ? heldOut : 0, isStored ? metrics : [], seed);
    }

    /// <summary>What each step uses, as a function of the step.</summary>
    internal Func<long, Matrix> Steps(Matrix points, ulong seed, string purpose)
    {
        if (IsEndless) return step => Data.Draw(EndlessBatch(purpose), CounterRandom.For(seed, $"{purpose} stream", (ulong)step));
        var batches = Indices(points.Rows, seed, purpose);
        return step => batches(step) is { } rows ? points.Take(rows) : points;
    }

    /// <summary>The rows that each step uses, as a function of the step; null for all. An epoch is a random order of the rows, cut into
    /// batches, the last of which may be smaller.</summary>
    internal Func<long, int[]?> Indices(int count, ulong seed, string purpose)
    {
        if (Batch == 0 || Batch >= count) return _ => null;
        var batches = (count + Batch - 1) / Batch;
        var (epoch, order) = (-1L, Array.Empty<int>());
        return step =>
        {
            if (step / batches != epoch) (epoch, order) = (step / batches, CounterRandom.For(seed, $"{purpose} shuffle", (ulong)(step / batches)).NextPermutation(count));
            var start = (int)(step % batches) * Batch;
            return order[start..Math.Min(count, start + Batch)];
        };
    }

    private int CountOf(string purpose) => IsEndless ? EndlessBatch(purpose) : Count ?? Data.Size ?? UsualCount;

    private int EndlessBatch(string purpose) => Batch > 0 ? Batch
        : throw new UsageException($"{purpose}.batch must be at least 1 where {purpose}.count is 0 (fresh points at every step).");
}
