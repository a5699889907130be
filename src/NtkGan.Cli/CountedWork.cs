namespace NtkGan.Cli;

/// <summary>Work of equal parts: says after the first ones how long the rest will take, and shows how many are done where it takes more than a moment.</summary>
/// <param name="terminal">Where it is shown; nowhere if null.</param>
/// <param name="all">How many parts there are.</param>
/// <param name="noun">What they are called, many of them; null where parts are unequal, so that nothing is said of the rest.</param>
/// <param name="time">The clock; the system's if not given.</param>
internal sealed class CountedWork(Terminal? terminal, long all, string? noun, TimeProvider? time = null) : IProgress<int>
{
    // The first part compiles code, so the second one shows the pace, unless the first takes long by itself.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ProgressLine? _line = terminal is null ? null : new(terminal, time);
    private readonly Estimate? _estimate = terminal is null || noun is null ? null : new(terminal, noun: noun);
    private readonly long _start = (time ?? TimeProvider.System).GetTimestamp();
    private long _last = (time ?? TimeProvider.System).GetTimestamp();
    private long _done;

    /// <summary>Takes note of a part, from any thread.</summary>
    public void Done()
    {
        lock (_gate) Note();
    }

    /// <inheritdoc/>
    public void Report(int value) => Done();

    /// <summary>Ends the line.</summary>
    public void Finish() => _line?.Finish();

    private void Note()
    {
        var now = _time.GetTimestamp();
        var (part, left) = (_time.GetElapsedTime(_last, now), all - ++_done);
        _last = now;
        if (_done > 1 || part >= LongEnough) _estimate?.Say(part * left, left);
        if (_time.GetElapsedTime(_start, now) >= LongEnough) _line?.Show(new(_done, 0, all, [], null));
    }
}
