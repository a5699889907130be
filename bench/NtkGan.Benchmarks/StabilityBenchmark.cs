using System.Diagnostics;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Benchmarks;

/// <summary>Microseconds of one update of kernel descent-ascent, 10 generated and 10 true points: a run of 20,000 updates with the bounded
/// history, on one thread, against exact updates at the same age (those of a whole exact run average half as much).</summary>
internal static class StabilityBenchmark
{
    private const int Updates = 20_000;

    public static void Run()
    {
        using var limit = Workers.Limit(1);
        (string Name, int Dimension, double Regularisation)[] games = [("line", 1, .1), ("line, no decay", 1, 0), ("plane", 2, .1), ("plane, strong decay", 2, 1), ("space", 3, 1)];
        foreach (var (name, dimension, regularisation) in games)
        {
            var random = CounterRandom.For(1, "benchmark");
            Matrix x = new(10, dimension), y = new(10, dimension);
            random.FillNormal(x.Values);
            random.FillNormal(y.Values);
            var game = new KernelGame(new GaussianKernel(.5), .1, .1, regularisation);
            var configuration = new GameConfiguration(game, WeightedPoints.Uniform(x), WeightedPoints.Uniform(y));

            var watch = Stopwatch.StartNew();
            var bounded = new KernelDescentAscent(configuration, new BoundedHistory());
            bounded.Advance(Updates);
            var whole = watch.Elapsed;

            // Enough exact updates to see the cost of one with a known number of centres.
            var exact = new KernelDescentAscent(configuration);
            exact.Advance(Updates / 10);
            watch.Restart();
            exact.Advance(20);
            var perCentre = watch.Elapsed.TotalMicroseconds / 20 / exact.Centres;
            var (last, mean) = (perCentre * 10 * Updates, whole.TotalMicroseconds / Updates);
            Console.WriteLine(FormattableString.Invariant(
                $"{name,-20} bounded {mean,8:F1} us ({whole.TotalSeconds:F1} s in all, {bounded.Centres} centres, bound {bounded.ValueBound:E1}), exact {last / 2,9:F0} us in the mean: {last / 2 / mean:F0} times"));
        }
    }
}
