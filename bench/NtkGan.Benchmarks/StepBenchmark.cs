using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Milliseconds of one whole flow step: 500 particles, 500 targets on eight Gaussians, 2-D, depth-3 ReLU kernel with bias, t = 1.</summary>
internal static class StepBenchmark
{
    private const int Count = 500;

    public static void Run()
    {
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(Count, 2), y = new(Count, 2);
        random.FillNormal(x.Values);
        for (var i = 0; i < Count; i++)
        {
            var angle = 2 * Math.PI * random.NextIndex(8) / 8;
            (y[i, 0], y[i, 1]) = (5 * Math.Cos(angle) + .5 * random.NextNormal(), 5 * Math.Sin(angle) + .5 * random.NextNormal());
        }

        Loss[] losses = [new Ipm(), new Lsgan(), new Hinge(), new Vanilla()];
        foreach (var loss in losses)
        {
            var flow = new GeneratorFlow(new NeuralKernel(new Mlp(biasDeviation: 1)), loss, new Exact(1), new ExplicitEuler(1));
            var state = new FlowState(x);
            Action On(int threads) => () =>
            {
                using (Workers.Limit(threads)) flow.Advance(state, y);
            };

            var times = Timing.Milliseconds(15, On(1), On(2));
            Console.WriteLine(FormattableString.Invariant($"{loss.GetType().Name,-10} {times[0],8:F1} ms on 1 thread {times[1],8:F1} ms on 2 threads"));
        }
    }
}
