namespace NtkGan.Experiments;

/// <summary>How long the rest of a run will take, from what its latest steps, rows of metrics, pictures and checkpoints took, each by itself: the first
/// pictures of a run lie close together and say nothing of its pace.</summary>
/// <param name="log">What is recorded, and when.</param>
internal sealed class RunPace(LogSettings log)
{
    private const int StepsToKnow = 3;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    /// <summary>What steps took.</summary>
    public Window Steps { get; } = new();

    /// <summary>What rows of metrics took.</summary>
    public Window Rows { get; } = new();

    /// <summary>What pictures took.</summary>
    public Window Pictures { get; } = new();

    /// <summary>What checkpoints took.</summary>
    public Window Checkpoints { get; } = new();

    /// <summary>Steps a second, all else left out; null until it is known.</summary>
    public double? StepsPerSecond => IsKnown && Steps.Mean > TimeSpan.Zero ? 1 / Steps.Mean.TotalSeconds : null;

    /// <summary>What is left, or null until enough steps were measured.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="last">Steps to do.</param>
    public TimeSpan? Left(long step, long last)
    {
        if (!IsKnown) return null;
        var steps = Math.Max(0, last - step);
        double Times(int every) => every == 0 ? 0 : (double)steps / every;
        var seconds = steps * Steps.Mean.TotalSeconds + Times(log.Every) * Rows.Mean.TotalSeconds + Times(log.FramesEvery) * Pictures.Mean.TotalSeconds
            + Times(log.CheckpointEvery) * Checkpoints.Mean.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    private bool IsKnown => Steps.Count >= StepsToKnow || Steps.Total >= LongEnough;

    /// <summary>The latest durations of one kind of work. The very first, in which code is compiled, counts only while it is the only one.</summary>
    internal sealed class Window
    {
        private const int Kept = 32;
        private readonly Queue<TimeSpan> _latest = new();

        /// <summary>How many there were.</summary>
        public long Count { get; private set; }

        /// <summary>All of them together.</summary>
        public TimeSpan Total { get; private set; }

        /// <summary>The mean of the latest; zero before the first.</summary>
        public TimeSpan Mean => _latest.Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)_latest.Average(time => time.Ticks));

        /// <summary>Takes note of one.</summary>
        public void Add(TimeSpan time)
        {
            if (Count == 1 || _latest.Count == Kept) _latest.Dequeue();
            _latest.Enqueue(time);
            (Count, Total) = (Count + 1, Total + time);
        }
    }
}
