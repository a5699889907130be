using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Finite networks: steps of training an antisymmetric mlp of three hidden ReLU layers on 500 + 500 points in two dimensions, and the
/// empirical tangent kernel of 200 points at width 4096 (33.6 million parameters), as a matrix and as a product with a vector.</summary>
internal static class NetworkBenchmark
{
    private const int Steps = 5;

    public static void Run()
    {
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(500, 2), y = new(500, 2);
        random.FillNormal(x.Values);
        random.FillNormal(y.Values);
        foreach (var (width, precision) in new[] { (128, Precision.Double), (128, Precision.Single), (512, Precision.Double), (512, Precision.Single) })
        {
            var trainer = new NetworkTraining(optimizer: new Sgd(.01), steps: Steps, antisymmetric: true, precision: precision).Start(new NeuralKernel(new Mlp(width: width, biasDeviation: 1)), new Lsgan());
            Action On(int threads) => () =>
            {
                using (Workers.Limit(threads)) trainer.Train(x, y);
            };

            var times = Timing.Milliseconds(7, On(1), On(2));
            Console.WriteLine(FormattableString.Invariant($"step at width {width,4}, {precision,-6} {times[0] / Steps,8:F1} ms on 1 thread {times[1] / Steps,8:F1} ms on 2 threads"));
        }

        using var network = Network.Of(new Mlp(width: 4096, biasDeviation: 1), new PointShape(2), 1);
        var (points, vector) = (x.Take([.. Enumerable.Range(0, 200)]), new double[200]);
        random.FillNormal(vector);
        var kernel = new EmpiricalTangentKernel(network);
        Console.WriteLine(FormattableString.Invariant($"{network.Parameters.Count / 1e6:F1} million parameters, {Megabytes():F0} MB"));
        foreach (var threads in new[] { 1, 2 })
        {
            using var limit = Workers.Limit(threads);
            Console.WriteLine(FormattableString.Invariant($"gram    {Seconds(() => kernel.Gram(points)),6:F2} s on {threads} thread(s), peak so far {Megabytes():F0} MB"));
            Console.WriteLine(FormattableString.Invariant($"product {Seconds(() => kernel.Multiply(points, vector)),6:F2} s on {threads} thread(s), peak so far {Megabytes():F0} MB"));
        }
    }

    private static double Seconds(Action action)
    {
        action();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
