namespace NtkGan.Cli;

/// <summary>What a network of each width takes to train, seen where one of each is drawn: what many of them will take.</summary>
/// <param name="time">The clock; the system's if not given.</param>
internal sealed class WidthPace(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _last = (time ?? TimeProvider.System).GetTimestamp();
    private TimeSpan _all;

    /// <summary>Takes note of the network of a width.</summary>
    public void Drawn(int width)
    {
        var now = _time.GetTimestamp();
        (_all, _last) = (_all + _time.GetElapsedTime(_last, now), now);
    }

    /// <summary>What as many networks of each width will take.</summary>
    public TimeSpan For(int networks) => _all * networks;
}
