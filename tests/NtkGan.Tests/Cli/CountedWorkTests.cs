using NtkGan.Cli;
using NtkGan.Experiments;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

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
    public void Networks_are_announced_from_a_few_measured_steps_of_each_width()
    {
        // The clock moves by 3 s between the ends of the three steps that are measured of each width: 1 s a step, 100 steps a network.
        var adequacy = new Adequacy((ParticleFlowExperiment)Composition.Of(["adequacy-1d", "training.steps=100", "training.antisymmetric=false"]).Experiment);
        AdequacyCommand.Announce(Terminal, adequacy, [4, 8], 13, new Clock { Pace = 3 });
        Assert.Equal("about 43 min for 26 networks", _error.ToString().TrimEnd());
        var plane = new Adequacy((ParticleFlowExperiment)Composition.Of(["adequacy-2d", "training.steps=100", "kernel.architecture.width=4"]).Experiment);
        AdequacyCommand.Announce(Terminal, plane, [null], 1, new Clock { Pace = 3 });
        Assert.Contains("about 2 min for 1 network and its limit", _error.ToString());
        AdequacyCommand.Announce(null, adequacy, [4], 1, new Clock { Pace = 3 });
    }

    [Fact]
    public void Networks_of_few_steps_are_not_announced()
    {
        var adequacy = new Adequacy((ParticleFlowExperiment)Composition.Of(["adequacy-2d"]).Experiment);
        AdequacyCommand.Announce(Terminal, adequacy, [null], 1, new Clock { Pace = 1000 });
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void A_large_gram_matrix_is_announced_from_a_part_of_it()
    {
        // 16 of 80,200 pairs take 1.6 s.
        var points = new Matrix(400, 1);
        KernelCommand.Announce(Terminal, new GaussianKernel(), points, points, new Clock { Pace = 1.6 });
        Assert.Equal("about 2 h 14 min for 80,200 pairs of points", _error.ToString().TrimEnd());
        KernelCommand.Announce(Terminal, new GaussianKernel(), points.Take([0]), points, new Clock { Pace = 1.6 });
        Assert.Equal(1, _error.ToString().Split("about").Length - 1);
    }

    [Fact]
    public void Parts_may_end_on_several_threads()
    {
        var work = new CountedWork(Terminal, 1000, "games", _clock);
        Parallel.For(0, 1000, _ => work.Done());
        _clock.Seconds = 10;
        work.Done();
        Assert.Contains("1001/1000", _error.ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        /// <summary>Seconds from one look to the next.</summary>
        public double Pace { get; init; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp()
        {
            Seconds += Pace;
            return (long)Math.Round(1000 * Seconds);
        }
    }
}
