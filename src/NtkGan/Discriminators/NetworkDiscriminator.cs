using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Discriminators;

/// <summary>The discriminator of finite width: a network with one output, at its present weights.</summary>
public sealed class NetworkDiscriminator : Discriminator
{
    /// <summary>Takes over a network.</summary>
    /// <param name="network">The network, with one output.</param>
    /// <exception cref="UsageException">It has another number of outputs.</exception>
    public NetworkDiscriminator(Network network)
    {
        if (network.Output.Dimension != 1) throw new UsageException($"A discriminator is a network with 1 output, not {network.Output.Dimension}.");
        Network = network;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public override void Evaluate(Matrix points, double[] values, Matrix? gradients = null)
    {
        if (gradients is null)
        {
            Network.Forward(points).Values.CopyTo(values);
            return;
        }

        var (outputs, pullback) = Network.Pullback(points);
        outputs.Values.CopyTo(values);
        pullback.Values.CopyTo(gradients.Values);
    }
}
