using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Kernels of convolutional networks: microseconds a Gram entry of 21 layers [3 x 3 convolution, ReLU] on 32 x 32 x 3 images, with and
/// without pooling, and of cnn_mnist on 28 x 28. The best of several runs.</summary>
internal static class ConvolutionBenchmark
{
    private const int Layers = 21, Rounds = 5;

    public static void Run()
    {
        var colour = new PointShape(32, 32, 3);
        Matrix x = Images(16, colour, 1), y = Images(16, colour, 2), ones = new(16, 16);
        ones.Values.Fill(1);
        var deep = new NeuralKernel(Deep(new Flatten()), Shape: colour);
        Report("21 layers", Timing.Best(Rounds, () => deep.Gram(x, y)), 256, Layers * 1024);
        Report("21 layers, values and gradient", Timing.Best(Rounds, () => deep.Pullback(x, y, ones)), 256, Layers * 1024);

        var pooled = new NeuralKernel(Deep(new GlobalAveragePooling()), Shape: colour);
        var (one, four) = (x.Take([0, 1]), y.Take([0, 1, 2, 3]));
        Report("21 layers, global pooling", Timing.Best(1, () => pooled.Gram(one, four)), 8, Layers * 1024L * 1024);

        var grey = new PointShape(28, 28);
        Matrix digits = Images(512, grey, 3), weights = new(512, 512);
        weights.Values.Fill(1e-3);
        var kernel = new NeuralKernel(new GaNtkNetwork(), Shape: grey);
        var generated = digits.Take([.. Enumerable.Range(256, 256)]);
        const int positions = (14 * 14) + (7 * 7) + 1;
        Report("cnn_mnist, Gram matrix of 512", Timing.Best(Rounds, () => kernel.Gram(digits)), 512 * 513 / 2, positions);
        Report("cnn_mnist, pullback 256 x 512", Timing.Best(Rounds, () => kernel.Pullback(generated, digits, weights.Take([.. Enumerable.Range(0, 256)]))), 256 * 512, positions);
    }

    private static Composed Deep(Layer join)
    {
        IEnumerable<Layer> layers = Enumerable.Range(0, Layers).SelectMany(_ => new Layer[] { new Convolution(WeightDeviation: Math.Sqrt(2), BiasDeviation: .1), new Relu() });
        return new(ValueList.From(layers.Append(join).Append(new Dense(1))));
    }

    internal static Matrix Images(int count, PointShape shape, ulong seed)
    {
        var images = new Matrix(count, shape.Dimension);
        CounterRandom.For(seed, "images").FillNormal(images.Values);
        return images;
    }

    private static void Report(string name, (double Clock, double Processors) seconds, double pairs, double positions) =>
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-34} {1e6 * seconds.Clock / pairs,10:F1} us/pair on the clock; of one processor {1e6 * seconds.Processors / pairs,10:F1} us/pair, {1e9 * seconds.Processors / pairs / positions,6:F2} ns/pair/position"));
}
