using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>One IPM step of many particles against as many targets: nothing of size n x m is stored. Run it under a limit of memory:
/// DOTNET_GCHeapHardLimit=0x80000000 (2 GB).</summary>
internal static class LargeBenchmark
{
    public static void Run()
    {
        const int count = 100_000;
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(count, 2), y = new(count, 2);
        random.FillNormal(x.Values);
        random.FillNormal(y.Values);
        var flow = new GeneratorFlow(new NeuralKernel(new Mlp(biasDeviation: 1)) { Summation = new DirectSummation() }, new Ipm(), new Exact(1), new ExplicitEuler(1000));
        var watch = Stopwatch.StartNew();
        var moved = flow.Advance(new FlowState(x), y);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{count} x {count}: {watch.Elapsed.TotalSeconds:F0} s, peak memory {process.PeakWorkingSet64 / 1e6:F0} MB, finite {moved.Parameters.IsFinite()}"));
    }
}
