using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Nanoseconds per pair of every activation's depth-3 tangent kernel, one thread, as a ratio to ReLU in the same run; of those without a
/// closed form at large variances, too.</summary>
internal static class ActivationBenchmark
{
    private const int Count = 256;

    // Times points of deviation 1: variances of 2 and of 10^4 before the first activation; of 1000 where pieces end at 10^4.
    private const double Usual = 1, Large = 100, Middle = 25;

    public static void Run()
    {
        var own = new (string Name, Activation Activation)[]
        {
            ("tanh by values", NumericActivation.Of(Math.Tanh)),
            ("hard swish by values", NumericActivation.Of(x => x * Math.Clamp(x / 6 + 0.5, 0, 1), null, null, -3, 3)),
        };
        foreach (var (name, activation) in Catalog.Members<Activation>().Select(member => (member.Name, (Activation)member.Example())).Concat(own))
        {
            if (activation.NeedsUnitVariance) continue;
            foreach (var scale in activation is not NumericActivation numeric ? [Usual] : numeric.Kinks.All(kink => kink == 0) ? new[] { Usual, Large } : [Usual, Middle])
            {
                var times = Timing.Milliseconds(7, Expansion(new Relu(), scale, true), Expansion(activation, scale, false), Expansion(activation, scale, true));
                Console.WriteLine(FormattableString.Invariant(
                    $"{name,-20} x {scale,-4} {1e6 * times[1] / (Count * Count),8:F1} ns values {1e6 * times[2] / (Count * Count),8:F1} ns with gradients {times[2] / times[0],6:F2} x relu"));
            }
        }
    }

    private static Action Expansion(Activation activation, double scale, bool withGradients)
    {
        var x = new Matrix(Count, 2);
        CounterRandom.For(1, "benchmark").FillNormal(x.Values);
        foreach (ref var number in x.Values) number *= scale;
        var coefficients = new double[Count];
        Array.Fill(coefficients, 1.0 / Count);
        var values = new double[Count];
        var gradients = new Matrix(Count, 2);

        // Three layers of exponentials overflow at unit weights.
        var deviation = activation is Exponential ? .3 : 1;
        var kernel = new NeuralKernel(new Mlp([activation], weightDeviation: deviation, biasDeviation: deviation, layerNormalization: activation.NeedsUnitVariance));
        return () =>
        {
            using (Workers.Limit(1)) kernel.Expand(x, x, coefficients, values, withGradients ? gradients : null);
        };
    }
}
