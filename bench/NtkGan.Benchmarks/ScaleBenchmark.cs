using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>The field of an IPM step, values and gradients at n particles of 2 n centres in the plane, over boxes of points against pair by pair. Direct sums of
/// many points are told from those at 64 of them, in turn with the boxes: their cost is n times that of one. On a machine with other work the processor time says more than the clock. SCALE_COUNTS names other sizes.</summary>
internal static class ScaleBenchmark
{
    private const int Probes = 64;

    public static void Run()
    {
        var counts = Environment.GetEnvironmentVariable("SCALE_COUNTS") ?? "5000 10000 30000 100000 1000000";
        foreach (var count in counts.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Run(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Run(int count)
    {
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(count, 2), y = new(count, 2);
        random.FillNormal(x.Values);
        for (var i = 0; i < count; i++)
        {
            var angle = 2 * Math.PI * random.NextIndex(8) / 8;
            (y[i, 0], y[i, 1]) = (5 * Math.Cos(angle) + .5 * random.NextNormal(), 5 * Math.Sin(angle) + .5 * random.NextNormal());
        }

        var centres = x.Above(y);
        double[] coefficients = [.. Enumerable.Range(0, 2 * count).Select(j => (j < count ? -1.0 : 1) / count)], values = new double[count];
        var gradients = new Matrix(count, 2);
        var direct = new NeuralKernel(new Mlp(biasDeviation: 1)) { Summation = new DirectSummation() };
        var probed = x.Take([.. Enumerable.Range(0, Probes).Select(i => (int)((long)i * count / Probes))]);
        using var process = Process.GetCurrentProcess();
        var before = Direct();
        var (watch, processor) = (Stopwatch.StartNew(), Processor());
        var report = (direct with { Summation = new HierarchicalSummation() }).Expand(x, centres, coefficients, values, gradients);
        var (boxes, ownProcessor) = (watch.Elapsed.TotalSeconds, Processor() - processor);
        var after = Direct();
        var (whole, wholeProcessor) = ((before.Clock + after.Clock) / 2, Math.Min(before.Processor, after.Processor));
        process.Refresh();
        Console.WriteLine(FormattableString.Invariant(
            $"{count,8}: boxes {boxes,8:F2} s, direct {whole,10:F1} s ({whole / boxes,6:F1} x); processor time {ownProcessor,8:F2} s, direct {wholeProcessor,10:F1} s ({wholeProcessor / ownProcessor,6:F1} x); evaluations {report.Pairs,14:F0} of {report.DirectPairs,16:F0} ({report.DirectPairs / report.Pairs,6:F1} x), degree {report.Degree}, error {report.Error:G2}, of gradients {report.SlopeError:G2}, peak memory {process.PeakWorkingSet64 / 1e6:F0} MB"));

        (double Clock, double Processor) Direct()
        {
            var (clock, start) = (Stopwatch.StartNew(), Processor());
            direct.Expand(probed, centres, coefficients, new double[Probes], new Matrix(Probes, 2));
            return (clock.Elapsed.TotalSeconds * count / Probes, (Processor() - start) * count / Probes);
        }

        // Of all threads: other work on the machine does not enter it, except through caches.
        double Processor()
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }
}
