using NtkGan.Cli;
using NtkGan.Experiments;

namespace NtkGan.Tests.Cli;

public class ProgressLineTests
{
    private readonly StringWriter _error = new();
    private readonly Clock _clock = new();

    private ProgressLine Line(int? width) => new(new(new StringWriter(), _error, width), _clock);

    private static RunProgress At(long step, params double?[] metrics) => new(step, 0, 100, ["lg", "s", "e", "modes", "quality"], metrics.Length == 0 ? null : metrics);

    [Fact]
    public void A_narrow_terminal_shows_the_metrics_that_fit_and_each_whole()
    {
        Line(width: 62).Show(At(0, -.123456, .4471999, 1234.5678, 8, 1));
        var line = _error.ToString().Split('\r')[^1];
        Assert.True(line.Length < 62);
        Assert.EndsWith("  lg -0.1235  s 0.4472", line);
    }

    [Fact]
    public void What_the_columns_mean_is_said_once()
    {
        var line = Line(width: null);
        line.Show(At(0, 1, 2, 3, 4, 5));
        line.Show(At(100, 1, 2, 3, 4, 5));
        var said = _error.ToString().Split('\n');
        Assert.Contains("lg: generator's loss, s: Sinkhorn divergence, e: energy distance", said[0]);
        Assert.Equal(4, said.Length); // the meaning, two steps, and the end of the last line
        Assert.EndsWith("lg 1  s 2  e 3  modes 4  quality 5", said[1]);
    }

    [Fact]
    public void The_time_left_is_told_when_the_pace_is_known_and_forgets_a_slow_start()
    {
        var line = Line(width: 200);
        line.Show(At(0));
        _clock.Seconds = 3;
        line.Show(At(1));
        Assert.DoesNotContain("left", _error.ToString());
        for (var step = 2; step <= 60; step++)
        {
            _clock.Seconds += .5;
            line.Show(At(step));
        }

        // A mean since the start would say 22 s.
        Assert.EndsWith("2 steps/s  20 s left", _error.ToString().TrimEnd());
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
