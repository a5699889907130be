using System.Diagnostics;
using System.Globalization;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Torch;

namespace NtkGan.Benchmarks;

/// <summary>Our rows of `bench/side-by-side.sh`: reads the name of a row from each line of the input, measures it for about half a second of the processors, and writes the least
/// seconds of one run on the clock and of the processors, and its multiply-adds (0: not counted).</summary>
internal static class SideBySide
{
    private const double EnoughSeconds = 0.4, WarmSeconds = 1.5, MostSeconds = 10;
    private const int LeastRuns = 3, Hidden = 3;

    // Under IPM alone weights grow without bound: thousands of steps must stay near the start.
    private const double Rate = 1e-6;
    private static readonly Dictionary<string, (Action Work, double MultiplyAdds)> Known = [];

    public static void Serve()
    {
        Catalog.Register(typeof(TorchNetwork).Assembly);
        while (Console.ReadLine() is { } row)
        {
            Console.WriteLine(Measured(row));
            Console.Out.Flush();
        }
    }

    private static string Measured(string row)
    {
        var isNew = !Known.TryGetValue(row, out var found);
        if (isNew) found = Known[row] = Make(row);
        for (var warm = Environment.CpuUsage.TotalTime; isNew && (Environment.CpuUsage.TotalTime - warm).TotalSeconds < WarmSeconds;) found.Work();
        var (least, leastOfProcessors, runs) = (double.PositiveInfinity, double.PositiveInfinity, 0);
        var used = Environment.CpuUsage.TotalTime;
        for (var clock = Stopwatch.StartNew(); runs < LeastRuns || (clock.Elapsed.TotalSeconds < MostSeconds && (Environment.CpuUsage.TotalTime - used).TotalSeconds < EnoughSeconds); runs++)
        {
            var (start, processors) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            found.Work();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
            leastOfProcessors = Math.Min(leastOfProcessors, (Environment.CpuUsage.TotalTime - processors).TotalSeconds);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{least:R} {leastOfProcessors:R} {found.MultiplyAdds:R}");
    }

    private static (Action Work, double MultiplyAdds) Make(string row) => row switch
    {
        "peak-double" => (Peak.Double, Peak.MultiplyAdds<double>()),
        "peak-single" => (Peak.Single, Peak.MultiplyAdds<float>()),
        "step-128-double" => DiscriminatorStep(128, Precision.Double),
        "step-128-single" => DiscriminatorStep(128, Precision.Single),
        "step-512-double" => DiscriminatorStep(512, Precision.Double),
        "step-512-single" => DiscriminatorStep(512, Precision.Single),
        "tangent-kernel" => TangentKernel(),
        "generator" => GeneratorStep(),
        "dcgan-discriminator" => ImageDiscriminatorStep(),
        "dcgan-generator" => ImageGeneratorStep(),
        "tanh-flow" => TanhFlow(),
        _ => throw new ArgumentException($"No row '{row}'."),
    };

    // One step of one network under IPM, and the gradient by the fakes at the new weights.
    private static (Action, double) DiscriminatorStep(int width, Precision precision)
    {
        var (fakes, targets) = Points(2);
        var trainer = new NetworkTraining(optimizer: new Sgd(Rate), steps: 1, precision: precision).Start(new NeuralKernel(new Mlp(width: width, biasDeviation: 1)), new Ipm());
        var (values, gradients) = (new double[fakes.Rows], new Matrix(fakes.Rows, 2));
        double inner = (Hidden - 1) * width * width + width, all = inner + 2 * width;
        return (() =>
        {
            var discriminator = trainer.Train(fakes, targets).Discriminator;
            discriminator.Evaluate(fakes, values, gradients);
            discriminator.Release();
        }, (fakes.Rows + targets.Rows) * (2 * all + inner) + fakes.Rows * 2 * all);
    }

    private static (Action, double) TangentKernel()
    {
        var network = Network.Of(new Mlp(hiddenLayers: 2, width: 4096, biasDeviation: 1), new PointShape(2), 1);
        var points = Normal(200, 2, 1);
        var kernel = new EmpiricalTangentKernel(network);
        return (() => kernel.Gram(points), 0);
    }

    private static (Action, double) GeneratorStep()
    {
        var (latents, targets) = (Normal(500, 128, 3), Points(2).Targets);
        var (map, parameters) = new NetworkGenerator(new Mlp(width: 512, biasDeviation: 1)).Start(latents, 2, 1);
        var flow = new GeneratorFlow(new NeuralKernel(new Mlp(biasDeviation: 1)), new Ipm(), new Exact(1), new Sgd(Rate), StepScaling.Mean, generator: map);
        var state = new FlowState(parameters);
        return (() => state = flow.Advance(state, targets), 0);
    }

    // The gradient by the weights and a step under IPM.
    private static (Action, double) ImageDiscriminatorStep()
    {
        var (fakes, targets) = (Normal(64, 1024, 1), Normal(64, 1024, 2));
        var trainer = new NetworkTraining(optimizer: new Sgd(Rate), steps: 1).Start(new NeuralKernel(new Dcgan(width: 128, biasDeviation: 1), Shape: new PointShape(32, 32)), new Ipm());
        return (() => trainer.Train(fakes, targets).Discriminator.Release(), 0);
    }

    // Images from 64 latent coordinates, J^T v for given v, and a step.
    private static (Action, double) ImageGeneratorStep()
    {
        var (latents, velocities) = (Normal(64, 64, 1), Normal(64, 1024, 2));
        var network = Network.Of(new DcganGenerator(width: 64, biasDeviation: 0), new PointShape(64), 1);
        var descent = new Descent(new Sgd(Rate), network);
        return (() => descent.Step(() => network.Gradient(latents, velocities)), 0);
    }

    private static (Action, double) TanhFlow()
    {
        var (fakes, targets) = (Normal(100, 2, 1), Normal(100, 2, 2));
        foreach (ref var value in targets.Values) value *= 5;
        var flow = new GeneratorFlow(new NeuralKernel(new Mlp([new Tanh()], biasDeviation: 1)), new Ipm(), new Exact(1), new ExplicitEuler(1));
        var state = new FlowState(fakes);
        return (() => state = flow.Advance(state, targets), 0);
    }

    private static (Matrix Fakes, Matrix Targets) Points(int dimension)
    {
        var (fakes, targets) = (Normal(500, dimension, 1), Normal(500, dimension, 2));
        foreach (ref var value in targets.Values) value *= 5;
        return (fakes, targets);
    }

    private static Matrix Normal(int count, int dimension, ulong seed)
    {
        var points = new Matrix(count, dimension);
        CounterRandom.For(seed, "side by side").FillNormal(points.Values);
        return points;
    }
}
