using NtkGan.Cli;

namespace NtkGan.Tests.Cli;

/// <summary>Work of many parts says how long it takes, from measured parts.</summary>
public class CountedWorkTests
{
    private readonly StringWriter _error = new();
    private readonly Clock _clock = new();

    private Terminal Terminal => new(new StringWriter(), _error);

    [Fact]
    public void Long_work_is_told_after_the_part_that_shows_the_pace()
    {
        var work = new CountedWork(Terminal, 225, "trainings", _clock);
        _clock.Seconds = 1.5; // compiles
        work.Done();
        Assert.DoesNotContain("about", _error.ToString());
        _clock.Seconds = 2.5;
        work.Done();
        Assert.Contains("about 4 min for 223 trainings", _error.ToString());
        _clock.Seconds = 9;
        work.Done();
        Assert.Equal(1, _error.ToString().Split("about").Length - 1);
    }

    [Fact]
    public void A_first_part_that_takes_long_is_enough()
    {
        var work = new CountedWork(Terminal, 31, "trainings", _clock);
        _clock.Seconds = 10;
        work.Done();
        Assert.Contains("about 5 min for 30 trainings", _error.ToString());
    }

    [Fact]
    public void Short_work_and_quiet_work_say_nothing_of_their_time()
    {
        var work = new CountedWork(Terminal, 10, "trainings", _clock);
        for (var part = 1; part <= 10; part++)
        {
            _clock.Seconds = part;
            work.Done();
        }

        Assert.DoesNotContain("about", _error.ToString());
        var quiet = new CountedWork(null, 1000, "trainings", _clock);
        _clock.Seconds = 1000;
        quiet.Done();
        quiet.Finish();
        Assert.DoesNotContain("about", _error.ToString());
    }

    [Fact]
    public void Networks_of_all_widths_take_as_many_times_what_one_of_each_took()
    {
        var pace = new WidthPace(_clock);
        foreach (var (width, seconds) in new[] { (64, 1.0), (512, 7.0) })
        {
            _clock.Seconds += seconds;
            pace.Drawn(width);
        }

        Assert.Equal(TimeSpan.FromSeconds(96), pace.For(12));
        new Estimate(Terminal, noun: "networks").Say(pace.For(12), 24);
        Assert.Equal("about 96 s for 24 networks", _error.ToString().TrimEnd());
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
