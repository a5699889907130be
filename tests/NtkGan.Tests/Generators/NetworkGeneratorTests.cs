using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Movers;

namespace NtkGan.Tests.Generators;

public class NetworkGeneratorTests
{
    private static readonly Kernel Discriminator = new NeuralKernel(new Mlp(biasDeviation: 1));

    private static Matrix Normal(int rows, int columns, ulong seed)
    {
        var points = new Matrix(rows, columns);
        CounterRandom.For(seed, "network generator").FillNormal(points.Values);
        return points;
    }

    private static Mlp Architecture(int width) => new(hiddenLayers: 2, width: width, biasDeviation: 1);

    /// <summary>The flow of infinite width that starts at given points: g = g_0 + K a.</summary>
    private sealed class Limit(Matrix start, Matrix gram) : GeneratorMap
    {
        public override Matrix Points(Matrix parameters, int[]? rows = null)
        {
            var points = start.Clone();
            for (var i = 0; i < points.Rows; i++)
                for (var j = 0; j < gram.Columns; j++) DotProduct.Add(gram[i, j], parameters.Row(j), points.Row(i));
            return points;
        }

        public override Matrix Pull(Matrix parameters, Matrix velocities, int[]? rows = null) => velocities;

        public override Matrix At(Matrix parameters, Matrix latents) => throw new NotSupportedException();
    }

    private static double Distance(Matrix a, Matrix b) => Math.Sqrt(a.Values.ToArray().Zip(b.Values.ToArray(), (p, q) => (p - q) * (p - q)).Sum());

    /// <summary>How far a finite generator is from the flow of infinite width that starts where it does, relative to how far both have come.</summary>
    private static double Error(int width, ulong seed)
    {
        const int steps = 20;
        var (latents, targets) = (Normal(6, 3, 1), Normal(7, 2, 2));
        GeneratorFlow Flow(GeneratorMap map) => new(Discriminator, new Lsgan(), new Exact(1), new ExplicitEuler(.1), generator: map);
        Matrix End(GeneratorFlow flow, Matrix parameters)
        {
            var state = new FlowState(parameters);
            for (var step = 0; step < steps; step++) state = flow.Advance(state, targets);
            return flow.Points(state);
        }

        var (map, weights) = new NetworkGenerator(Architecture(width)).Start(latents, 2, seed);
        var start = map.Points(weights);
        var limit = End(Flow(new Limit(start, new NeuralKernel(Architecture(width)).Gram(latents))), new(6, 2));
        return Distance(End(Flow(map), weights), limit) / Distance(limit, start);
    }

    [Fact]
    public void A_wide_generator_follows_the_flow_of_infinite_width()
    {
        // The error falls like width^(-1/2): a factor of 4 from 64 to 1024, of which half must show in a root mean square over seeds.
        static double Mean(int width, int seeds) => Math.Sqrt(Enumerable.Range(1, seeds).Average(seed => Math.Pow(Error(width, (ulong)seed), 2)));
        var (narrow, wide) = (Mean(64, 8), Mean(1024, 4));
        Assert.InRange(wide, 0, .1);
        Assert.True(wide < narrow / 2, $"width 64 errs by {narrow}, width 1024 by {wide}");
    }

    [Fact]
    public void The_pull_is_the_gradient_of_the_points()
    {
        var (map, parameters) = new NetworkGenerator(Architecture(8)).Start(Normal(5, 3, 3), 2, 1);
        var (velocities, direction) = (Normal(2, 2, 4), Normal(1, parameters.Columns, 5));
        int[] rows = [4, 2];
        double Along(double step)
        {
            var moved = parameters.Clone();
            DotProduct.Add(step, direction.Values, moved.Values);
            return DotProduct.Of(velocities.Values, map.Points(moved, rows).Values);
        }

        const double h = 1e-6;
        Close.Relative((Along(h) - Along(-h)) / (2 * h), DotProduct.Of(direction.Values, map.Pull(parameters, velocities, rows).Values), Close.Difference);
    }

    [Fact]
    public void Fresh_latent_points_are_those_of_another_map()
    {
        var (map, parameters) = new NetworkGenerator(Architecture(8)).Start(Normal(5, 3, 6), 2, 1);
        var others = Normal(4, 3, 7);
        Assert.Equal(map.At(parameters, others).Values, map.On(others).Points(parameters).Values);
        Assert.Throws<UsageException>(() => Particles.Map.On(others));
    }

    [Fact]
    public void Adam_moves_the_parameters_by_its_own_rule()
    {
        // Two steps by hand: m and v are blends of gradients, corrected for their start at 0.
        var method = new OptimizerMethod(new Adam(.1));
        var slopes = new[] { 2.0, -1.0 };
        double[] position = [5];
        var memory = method.Start(1);
        method.Advance(position, memory, new DescribedField(_ => (0, [slopes[0]])));
        var first = position[0];
        Close.Relative(5 - .1 * 2 / (2 + 1e-8), first, Close.Kernel);
        method.Advance(position, memory, new DescribedField(_ => (0, [slopes[1]])));
        var (m, v) = ((.9 * .1 * 2 + .1 * -1) / (1 - .81), (.999 * .001 * 4 + .001) / (1 - .999 * .999));
        Close.Relative(first - .1 * m / (Math.Sqrt(v) + 1e-8), position[0], Close.Kernel);
    }

    [Fact]
    public void Plain_gradient_descent_is_euler()
    {
        var (map, parameters) = new NetworkGenerator(Architecture(16)).Start(Normal(6, 3, 8), 2, 1);
        Matrix End(Mover method)
        {
            var flow = new GeneratorFlow(Discriminator, new Ipm(), new Exact(1), method, generator: map);
            var state = new FlowState(parameters);
            for (var step = 0; step < 3; step++) state = flow.Advance(state, Normal(7, 2, 9));
            Assert.Equal(.3, state.Time, 12);
            return state.Parameters;
        }

        Close.Relative(End(new ExplicitEuler(.1)), End(new OptimizerMethod(new Sgd(.1))), Close.Kernel);
    }
}
