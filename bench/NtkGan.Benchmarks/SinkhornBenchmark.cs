using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Milliseconds of the Sinkhorn divergence with its default recipe: a narrow normal cloud against eight Gaussians on a circle.</summary>
internal static class SinkhornBenchmark
{
    public static void Run()
    {
        var metric = new SinkhornDivergence();
        foreach (var (count, rounds) in new[] { (500, 21), (2000, 3) })
        {
            var input = Input(count);
            var times = Timing.Milliseconds(rounds, [.. new[] { 1, 2 }.Select<int, Action>(threads => () =>
            {
                using (Workers.Limit(threads)) metric.Measure(input);
            })]);
            Console.WriteLine(FormattableString.Invariant($"{count} x {count} points: 1 thread {times[0]:F1} ms, 2 threads {times[1]:F1} ms"));
        }
    }

    private static MetricInput Input(int count)
    {
        const int modes = 8;
        const double radius = 5, deviation = 0.1, spread = 0.5;
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(count, 2), y = new(count, 2);
        for (var i = 0; i < count; i++)
        {
            var angle = 2 * Math.PI * (i % modes) / modes;
            (x[i, 0], x[i, 1]) = (spread * random.NextNormal(), spread * random.NextNormal());
            (y[i, 0], y[i, 1]) = (radius * Math.Cos(angle) + deviation * random.NextNormal(), radius * Math.Sin(angle) + deviation * random.NextNormal());
        }

        return new(x, y);
    }
}
