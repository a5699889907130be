using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Nanoseconds per pair of every activation's depth-3 tangent kernel, one thread, as a ratio to ReLU in the same run.</summary>
internal static class ActivationBenchmark
{
    private const int Count = 256;

    public static void Run()
    {
        var random = CounterRandom.For(1, "benchmark");
        var x = new Matrix(Count, 2);
        random.FillNormal(x.Values);
        var coefficients = new double[Count];
        Array.Fill(coefficients, 1.0 / Count);
        var values = new double[Count];
        var gradients = new Matrix(Count, 2);
        Action Expansion(Activation activation, bool withGradients)
        {
            // Three layers of exponentials overflow at unit weights.
            var deviation = activation is Exponential ? .3 : 1;
            var kernel = new NeuralKernel(new Mlp([activation], weightDeviation: deviation, biasDeviation: deviation, layerNormalization: activation.NeedsUnitVariance));
            return () =>
            {
                using (Workers.Limit(1)) kernel.Expand(x, x, coefficients, values, withGradients ? gradients : null);
            };
        }

        foreach (var member in Catalog.Members<Activation>())
        {
            var activation = (Activation)member.Example();

            // Quadrature for each pair (a kink) is another order of magnitude, see docs/performance.md.
            if (activation.NeedsUnitVariance || activation is Elu) continue;
            var times = Timing.Milliseconds(7, Expansion(new Relu(), true), Expansion(activation, false), Expansion(activation, true));
            Console.WriteLine(FormattableString.Invariant(
                $"{member.Name,-20} {1e6 * times[1] / (Count * Count),8:F1} ns values {1e6 * times[2] / (Count * Count),8:F1} ns with gradients {times[2] / times[0],6:F2} x relu"));
        }
    }
}
