using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Benchmarks;

/// <summary>One gradient step of GA-NTK (loss and gradient at N rows, half of them real), by the eigendecomposition and in rational Krylov spaces.</summary>
internal static class SynthesisBenchmark
{
    public static void Run()
    {
        foreach (var (dimension, lambda) in new[] { (2, 100.0), (64, 2.56), (64, 100.0) })
        {
            foreach (var count in new[] { 128, 256, 512, 1024, 2048 })
            {
                var random = CounterRandom.For(1, "benchmark");
                Matrix real = new(count / 2, dimension), samples = new(count / 2, dimension);
                foreach (ref var value in real.Values) value = random.NextUniform();
                foreach (ref var value in samples.Values) value = random.NextUniform();
                SynthesisObjective Objective(MatrixRoute route) => new(new SynthesisProblem(
                    [new SynthesisTerm(new NeuralKernel(new Mlp(hiddenLayers: 2, weightDeviation: 1.2, biasDeviation: 0.3)), new GivenLambda(lambda))], Route: route), real, count / 2);
                var (decomposed, krylov) = (Objective(MatrixRoute.Decomposition), Objective(MatrixRoute.Krylov));
                var (exact, close) = (decomposed.Evaluate(samples).Gradient, krylov.Evaluate(samples).Gradient);
                var (error, largest) = (0.0, 0.0);
                for (var i = 0; i < exact.Values.Length; i++)
                    (error, largest) = (Math.Max(error, Math.Abs(exact.Values[i] - close.Values[i])), Math.Max(largest, Math.Abs(exact.Values[i])));
                var times = Timing.Milliseconds(count > 1000 ? 3 : 7, () => decomposed.Evaluate(samples), () => krylov.Evaluate(samples));
                Console.WriteLine(FormattableString.Invariant(
                    $"d {dimension,2}  lambda {lambda,6}  N {count,4}: eigendecomposition {times[0],7:F0} ms, Krylov {times[1],7:F0} ms, gradients differ by {error / largest:E1}"));
            }
        }
    }
}
