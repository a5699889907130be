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
}
