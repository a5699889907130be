using System.Diagnostics;

namespace NtkGan.Benchmarks;

/// <summary>Times actions against each other in one run: they take turns, so that a machine whose speed wanders slows all alike.</summary>
internal static class Timing
{
    /// <summary>The median milliseconds of each action over the rounds, after a warm-up that lets the compiler finish.</summary>
    public static double[] Milliseconds(int rounds, params Action[] actions)
    {
        foreach (var action in actions)
            for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 800;) action();
        var times = actions.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var a = 0; a < actions.Length; a++)
            {
                var watch = Stopwatch.StartNew();
                actions[a]();
                times[a][round] = watch.Elapsed.TotalMilliseconds;
            }
        }

        return [.. times.Select(t => t.Order().ElementAt(rounds / 2))];
    }

    /// <summary>The least seconds on the clock and of all processors together, after a warm-up: a busy machine lengthens the one, hardly the other.</summary>
    public static (double Clock, double Processors) Best(int rounds, Action action)
    {
        action();
        var (clock, processors) = (double.PositiveInfinity, double.PositiveInfinity);
        using var process = Process.GetCurrentProcess();
        for (var round = 0; round < rounds; round++)
        {
            process.Refresh();
            var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            action();
            clock = Math.Min(clock, watch.Elapsed.TotalSeconds);
            process.Refresh();
            processors = Math.Min(processors, (process.TotalProcessorTime - before).TotalSeconds);
        }

        return (clock, processors);
    }
}
