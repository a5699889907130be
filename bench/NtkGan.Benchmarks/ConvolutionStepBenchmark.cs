using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Benchmarks;

/// <summary>One full gradient step of GA-NTK under cnn_mnist on 256 + 256 images of 28 x 28: the rest of the Gram matrix beside the kept real block,
/// its eigendecomposition, loss, gradient to the pixels. Run alone, the peak of memory is that of a synthesis.</summary>
internal static class ConvolutionStepBenchmark
{
    private const int Rows = 256, Rounds = 7;

    public static void Run()
    {
        var shape = new PointShape(28, 28);
        Matrix real = ConvolutionBenchmark.Images(Rows, shape, 1), samples = ConvolutionBenchmark.Images(Rows, shape, 2);
        foreach (var route in new[] { MatrixRoute.Decomposition, MatrixRoute.Krylov })
        {
            var problem = new SynthesisProblem([new SynthesisTerm(new NeuralKernel(new GaNtkNetwork()), new GivenLambda(1.28))], Route: route);
            var objective = new SynthesisObjective(problem, real, Rows, shape);
            var step = Timing.Best(Rounds, () => objective.Evaluate(samples));
            Console.WriteLine(FormattableString.Invariant($"cnn_mnist, {Rows} + {Rows}, {route,-13}: one step {step.Clock:F2} s on the clock, {step.Processors:F2} s of one processor"));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"peak {process.PeakWorkingSet64 / 1e6:F0} MB"));
    }
}
