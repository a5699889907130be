using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Data;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Benchmarks;

/// <summary>GA-NTK on 8 and 25 Gaussians: modes covered and the share of samples within 3 standard deviations of one, at several lambdas
/// and optimisers, 300 steps, and of five seeds at the lambda that covers all, 200 steps; 128 real and 128 synthetic points.</summary>
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
        (string Name, SynthesisLoss Loss, Mover Optimizer, double Lambda)[] runs =
        [
            ("cross_entropy, adam, lambda 1.28", new CrossEntropy(), new Adam(), 1.28),
            ("cross_entropy, adam, lambda 100", new CrossEntropy(), new Adam(), 100),
            ("norm, adam, lambda 100", new Norm(), new Adam(), 100),
            ("norm, gradient_descent 1, lambda 1.28", new Norm(), new GradientDescent(1), 1.28),
            ("cross_entropy, lbfgs, lambda 100", new CrossEntropy(), new Lbfgs(), 100),
            ("cross_entropy, adam, lambda 1e4", new CrossEntropy(), new Adam(), 1e4),
            ("cross_entropy, gradient_descent 1000, lambda 1.28", new CrossEntropy(), new GradientDescent(), 1.28),
        ];
        foreach (var (name, loss, optimizer, lambda) in runs)
            foreach (var (place, set) in data) Report($"{name,-38} {place,-6}", Synthesis(set, loss, optimizer, lambda, 1, 300));
        foreach (var loss in new SynthesisLoss[] { new CrossEntropy(), new Norm() })
        {
            foreach (var (place, set) in data)
            {
                for (var seed = 1UL; seed <= 5; seed++)
                    Report(FormattableString.Invariant($"accepted {Catalog.NameOf(loss.GetType()),-14} seed {seed}  {place,-6}"), Synthesis(set, loss, new Adam(), 100, seed, 200));
            }
        }

        (Matrix Real, SynthesisStep End, MixtureDataSet Data) Synthesis(MixtureDataSet set, SynthesisLoss loss, Mover optimizer, double lambda, ulong seed, int steps)
        {
            var real = set.Draw(128, CounterRandom.For(seed, "data"));
            var problem = new SynthesisProblem([new SynthesisTerm(kernel, new GivenLambda(lambda))], loss);
            var descent = new SynthesisDescent(new SynthesisObjective(problem, real, 128), optimizer, Bounds.Unit);
            var step = descent.Advance(descent.Start(SynthesisDescent.UniformSamples(128, 2, Bounds.Unit, seed)));
            while (step.State.Step < steps && step.Status == SynthesisStatus.Running) step = descent.Advance(step.State);
            return (real, step, set);
        }
    }

    private static void Report(string run, (Matrix Real, SynthesisStep End, MixtureDataSet Data) result)
    {
        var (real, end, set) = result;
        double[] Coverage(Matrix points) =>
            [.. new ModeCoverage().Measure(new MetricInput(points, real, Modes: set.Modes.Centres, ModeDeviation: set.Modes.Deviation)).Select(value => value.Value)];
        double[] found = Coverage(end.State.Samples), present = Coverage(real);
        Console.WriteLine(FormattableString.Invariant(
            $"{run}: {found[0],2} of {present[0]} modes of the data, share {found[1]:F3}, loss {end.Before.Loss:F5}, {end.State.Step} steps"));
    }
}
