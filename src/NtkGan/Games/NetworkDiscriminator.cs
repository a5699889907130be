using NtkGan.Kernels.Transforms;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>The discriminator of finite width: a network with one output, at its present weights, after an input transform.</summary>
public sealed class NetworkDiscriminator : Discriminator
{
    private readonly Func<Network>? _initial;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">The network, with one output.</param>
    /// <param name="transform">A function applied to every coordinate first; null for none.</param>
    /// <param name="initial">Makes the network as it was before its training, which is the caller's to dispose of; null if it is untrained.</param>
    /// <exception cref="UsageException">It has another number of outputs.</exception>
    public NetworkDiscriminator(Network network, InputTransform? transform = null, Func<Network>? initial = null)
    {
        if (network.Output.Dimension != 1) throw new UsageException($"A discriminator is a network with 1 output, not {network.Output.Dimension}.");
        (Network, Transform, _initial) = (network, transform ?? new IdentityTransform(), initial);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The function applied to every coordinate before the network.</summary>
    public InputTransform Transform { get; }

    /// <inheritdoc/>
    public override (Matrix Initial, Matrix Present)? TangentKernels(Matrix points)
    {
        if (Network.Description.IsSpectral) return null;
        var inputs = Transform.Apply(points);
        var present = new EmpiricalTangentKernel(Network).Gram(inputs);
        if (_initial is null) return (present, present);
        using var initial = _initial();
        return (new EmpiricalTangentKernel(initial).Gram(inputs), present);
    }

    /// <inheritdoc/>
    public override void Evaluate(Matrix points, double[] values, Matrix? gradients = null)
    {
        if (gradients is null)
        {
            Network.Forward(Transform.Apply(points)).Values.CopyTo(values);
            return;
        }

        var slopes = new Matrix(points.Rows, points.Columns);
        var (outputs, pullback) = Network.Pullback(Transform.Apply(points, slopes));
        outputs.Values.CopyTo(values);
        for (var entry = 0; entry < slopes.Values.Length; entry++) gradients.Values[entry] = slopes.Values[entry] * pullback.Values[entry];
    }
}
