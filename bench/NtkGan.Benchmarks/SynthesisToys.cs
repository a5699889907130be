using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Data;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Benchmarks;

/// <summary>GA-NTK on 8 and 25 Gaussians: modes covered and the share of samples within 3 standard deviations of one, at several lambdas
/// and optimisers; 128 real and 128 synthetic points, 300 steps.</summary>
internal static class SynthesisToys
{
    public static void Run()
    {
        var dense = new Dense(WeightDeviation: Math.Sqrt(1.4615), BiasDeviation: Math.Sqrt(0.1));
        var kernel = new NeuralKernel(new Composed([dense, new Relu(), dense, new Relu(), dense]));
        (string Name, MixtureDataSet Data)[] data =
        [
            ("circle", new GaussianRing(8, 0.4, Math.Sqrt(0.002), [0.5])),
            ("grid", new GaussianGrid(5, 0.175, Math.Sqrt(0.0005), [0.5])),
        ];
        (string Name, SynthesisLoss Loss, SynthesisOptimizer Optimizer, double Lambda)[] runs =
        [
            ("cross_entropy, adam", new CrossEntropy(), new Adam(), 1.28),
            ("cross_entropy, adam", new CrossEntropy(), new Adam(), 100),
            ("norm, adam", new Norm(), new Adam(), 100),
            ("norm, gradient_descent 1", new Norm(), new GradientDescent(1), 1.28),
            ("cross_entropy, lbfgs", new CrossEntropy(), new Lbfgs(), 100),
            ("cross_entropy, adam", new CrossEntropy(), new Adam(), 1e4),
            ("cross_entropy, gradient_descent 1000", new CrossEntropy(), new GradientDescent(), 1.28),
        ];
        foreach (var (name, loss, optimizer, lambda) in runs)
        {
            foreach (var (place, set) in data)
            {
                var real = set.Draw(128, CounterRandom.For(1, "data"));
                var problem = new SynthesisProblem([new SynthesisTerm(kernel, new GivenLambda(lambda))], loss);
                var descent = new SynthesisDescent(new SynthesisObjective(problem, real, 128), optimizer, Bounds.Unit);
                var watch = Stopwatch.StartNew();
                var step = descent.Advance(descent.Start(SynthesisDescent.UniformSamples(128, 2, Bounds.Unit, 1)));
                while (step.State.Step < 300 && step.Status == SynthesisStatus.Running) step = descent.Advance(step.State);
                var coverage = new ModeCoverage().Measure(new MetricInput(step.State.Samples, real, Modes: set.Modes.Centres, ModeDeviation: set.Modes.Deviation));
                Console.WriteLine(FormattableString.Invariant(
                    $"{name,-38} lambda {lambda,6}  {place,-6}: {coverage[0].Value,2} modes, share {coverage[1].Value:F3}, loss {step.Before.Loss:F5}, {step.State.Step} steps, {watch.Elapsed.TotalSeconds:F0} s"));
            }
        }
    }
}
