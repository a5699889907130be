using NtkGan.Architectures;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>A generator of finite width: g_theta(z), the parameters moving by J^T v, J = dg/dtheta: gradient descent on C = mean c(f(g_theta(z))) by the
/// chain rule, which needs the spatial gradient of f alone.</summary>
/// <param name="Architecture">The layers; a ReLU mlp of three hidden layers with biases if none is given. Its last layer gets the dimension of the data
/// as its width; one that makes images makes them of the data's shape.</param>
/// <param name="Precision">The numbers in which the network computes.</param>
[Named("network")]
public sealed record NetworkGenerator(Architecture? Architecture = null, Precision Precision = Precision.Double) : Generator
{
    /// <summary>The layers.</summary>
    public Architecture Architecture { get; } = Architecture ?? new Mlp(width: 128, biasDeviation: 1);

    /// <inheritdoc/>
    public override (GeneratorMap Map, Matrix Parameters) Start(Matrix latents, int dimension, ulong seed)
    {
        var network = Of(new PointShape(latents.Columns), dimension, CounterRandom.StreamOf("generator", seed));
        return (new Map(network, latents.Clone()), network.Parameters.ToMatrix());
    }

    private Network Of(PointShape latents, int dimension, ulong seed)
    {
        var network = Network.Of(Architecture, latents, seed, precision: Precision);
        if (network.Output.Dimension == dimension) return network;
        using var replaced = network;
        var (height, width, channels) = network.Output;
        return !network.Output.IsImage ? Network.Of(Architecture, latents, seed, dimension, precision: Precision)
            : throw new UsageException($"The generator makes images of {height} x {width} x {channels}, {height * width * channels} numbers, but the data have {dimension}: change its architecture.");
    }

    private sealed class Map(Network network, Matrix latents) : GeneratorMap
    {
        public override Matrix Points(Matrix parameters, int[]? rows = null) => With(parameters).Forward(Taken(rows));

        public override Matrix Pull(Matrix parameters, Matrix velocities, int[]? rows = null) => With(parameters).Gradient(Taken(rows), velocities).AsMatrix();

        public override Matrix At(Matrix parameters, Matrix others) => With(parameters).Forward(others);

        public override GeneratorMap On(Matrix others) => new Map(network, others.Clone());

        private Matrix Taken(int[]? rows) => rows is null ? latents : latents.Take(rows);

        private Network With(Matrix parameters)
        {
            network.Restore(parameters);
            return network;
        }
    }
}
