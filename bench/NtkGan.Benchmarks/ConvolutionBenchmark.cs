using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Kernels of convolutional networks: microseconds a Gram entry of 21 layers [3 x 3 convolution, ReLU] on 32 x 32 x 3 images, with and
/// without pooling, and a gradient step of single-level synthesis on 256 + 256 digits. The best of several runs.</summary>
internal static class ConvolutionBenchmark
{
    private const int Layers = 21, Rounds = 5;

    public static void Run()
    {
        var colour = new PointShape(32, 32, 3);
        Matrix x = Images(16, colour, 1), y = Images(16, colour, 2), ones = new(16, 16);
        ones.Values.Fill(1);
        var deep = new NeuralKernel(Deep(new Flatten()), Shape: colour);
        Report("21 layers", Best(Rounds, () => deep.Gram(x, y)), 256, Layers * 1024);
        Report("21 layers, values and gradient", Best(Rounds, () => deep.Pullback(x, y, ones)), 256, Layers * 1024);

        var pooled = new NeuralKernel(Deep(new GlobalAveragePooling()), Shape: colour);
        var (one, four) = (x.Take([0, 1]), y.Take([0, 1, 2, 3]));
        Report("21 layers, global pooling", Best(1, () => pooled.Gram(one, four)), 8, Layers * 1024L * 1024);

        var grey = new PointShape(28, 28);
        Matrix digits = Images(512, grey, 3), weights = new(512, 512);
        weights.Values.Fill(1e-3);
        var kernel = new NeuralKernel(new GaNtkNetwork(), Shape: grey);
        var generated = digits.Take([.. Enumerable.Range(256, 256)]);
        const int positions = (14 * 14) + (7 * 7) + 1;
        var gram = Best(Rounds, () => kernel.Gram(digits));
        var pull = Best(Rounds, () => kernel.Pullback(generated, digits, weights.Take([.. Enumerable.Range(0, 256)])));
        Report("cnn_mnist, Gram matrix of 512", gram, 512 * 513 / 2, positions);
        Report("cnn_mnist, pullback 256 x 512", pull, 256 * 512, positions);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"cnn_mnist, one step {gram.Clock + pull.Clock:F2} s, of one processor {gram.Processors + pull.Processors:F2} s; peak {process.PeakWorkingSet64 / 1e6:F0} MB"));
    }

    private static Composed Deep(Layer join)
    {
        IEnumerable<Layer> layers = Enumerable.Range(0, Layers).SelectMany(_ => new Layer[] { new Convolution(WeightDeviation: Math.Sqrt(2), BiasDeviation: .1), new Relu() });
        return new(ValueList.From(layers.Append(join).Append(new Dense(1))));
    }

    private static Matrix Images(int count, PointShape shape, ulong seed)
    {
        var images = new Matrix(count, shape.Dimension);
        CounterRandom.For(seed, "images").FillNormal(images.Values);
        return images;
    }

    // A busy machine lengthens the time on the clock, not that of the processors.
    private static (double Clock, double Processors) Best(int rounds, Action action)
    {
        action();
        var (clock, processors) = (double.PositiveInfinity, double.PositiveInfinity);
        using var process = Process.GetCurrentProcess();
        for (var round = 0; round < rounds; round++)
        {
            process.Refresh();
            var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            action();
            clock = Math.Min(clock, watch.Elapsed.TotalSeconds);
            process.Refresh();
            processors = Math.Min(processors, (process.TotalProcessorTime - before).TotalSeconds);
        }

        return (clock, processors);
    }

    private static void Report(string name, (double Clock, double Processors) seconds, double pairs, double positions) =>
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-34} {1e6 * seconds.Clock / pairs,10:F1} us/pair on the clock; of one processor {1e6 * seconds.Processors / pairs,10:F1} us/pair, {1e9 * seconds.Processors / pairs / positions,6:F2} ns/pair/position"));
}
