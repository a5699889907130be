using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

public class RunPaceTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Nothing_is_said_before_it_is_known()
    {
        var pace = new RunPace(new(Every: 100, FramesEvery: 100, CheckpointEvery: 100));
        pace.Pictures.Add(Seconds(3));
        Assert.Null(pace.Left(0, 1000));
        pace.Steps.Add(Seconds(0.1));
        pace.Steps.Add(Seconds(0.1));
        Assert.Null(pace.Left(2, 1000));
        pace.Steps.Add(Seconds(0.1));
        Assert.NotNull(pace.Left(3, 1000));
    }

    [Fact]
    public void One_long_step_is_enough()
    {
        var pace = new RunPace(new());
        pace.Steps.Add(Seconds(70));
        Assert.Equal(7000, pace.Left(1, 101)!.Value.TotalSeconds, tolerance: 100);
    }

    // The pictures at steps 0, 1, 2, 5, 10 and the compilation of the first step made hours of minutes.
    [Fact]
    public void Early_pictures_and_the_first_step_do_not_count_as_the_pace()
    {
        var pace = new RunPace(new(Every: 50, FramesEvery: 500, CheckpointEvery: 500));
        foreach (var seconds in new[] { 1.0, 0.2, 0.2, 0.2 }) pace.Pictures.Add(Seconds(seconds));
        pace.Rows.Add(Seconds(0.5));
        pace.Rows.Add(Seconds(0.1));
        pace.Checkpoints.Add(Seconds(0.01));
        foreach (var seconds in new[] { 2.0, 0.01, 0.01, 0.01, 0.01 }) pace.Steps.Add(Seconds(seconds));
        Assert.Equal(50 + 10 + 2 + 0.1, pace.Left(0, 5000)!.Value.TotalSeconds, tolerance: 1e-3); // times are whole ticks of 1e-7 s, 5000 of them at most
        Assert.Equal(100, pace.StepsPerSecond!.Value, tolerance: 1e-3);
    }

    [Fact]
    public void The_latest_steps_set_the_pace()
    {
        var pace = new RunPace(new(FramesEvery: 0));
        for (var step = 0; step < 100; step++) pace.Steps.Add(Seconds(10));
        for (var step = 0; step < 100; step++) pace.Steps.Add(Seconds(1));
        Assert.Equal(10, pace.Left(0, 10)!.Value.TotalSeconds, tolerance: 1e-3);
        Assert.Equal(0, pace.Left(10, 10)!.Value.TotalSeconds);
    }
}
