using NtkGan.Kernels.Transforms;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>The discriminator of finite width: a network with one output, at its present weights, after an input transform.</summary>
public sealed class NetworkDiscriminator : Discriminator
{
    private readonly Func<Network>? _initial;
    private Network? _network;
    private bool _isLent;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">The network, with one output.</param>
    /// <param name="transform">A function applied to every coordinate first; null for none.</param>
    /// <param name="initial">Makes the network as it was before its training, which is the caller's to dispose of; null if it is untrained.</param>
    /// <exception cref="UsageException">It has another number of outputs.</exception>
    public NetworkDiscriminator(Network network, InputTransform? transform = null, Func<Network>? initial = null)
    {
        if (network.Output.Dimension != 1) throw new UsageException($"A discriminator is a network with 1 output, not {network.Output.Dimension}.");
        (_network, Transform, _initial) = (network, transform ?? new IdentityTransform(), initial);
    }

    /// <summary>The network, the discriminator's own.</summary>
    public Network Network
    {
        get
        {
            Keep();
            return Present;
        }
    }

    /// <summary>The function applied to every coordinate before the network.</summary>
    public InputTransform Transform { get; }

    private Network Present => _network ?? throw new ObjectDisposedException(nameof(NetworkDiscriminator), "This discriminator was given back to its training.");

    /// <inheritdoc/>
    public override (Matrix Initial, Matrix Present)? TangentKernels(Matrix points)
    {
        if (Present.Description.IsSpectral) return null;
        var inputs = Transform.Apply(points);
        var present = new EmpiricalTangentKernel(Present).Gram(inputs);
        if (_initial is null) return (present, present);
        using var initial = _initial();
        return (new EmpiricalTangentKernel(initial).Gram(inputs), present);
    }

    /// <inheritdoc/>
    public override void Evaluate(Matrix points, double[] values, Matrix? gradients = null)
    {
        var isPlain = Transform is IdentityTransform;
        if (gradients is null)
        {
            Present.Forward(isPlain ? points : Transform.Apply(points)).Values.CopyTo(values);
            return;
        }

        var slopes = isPlain ? null : new Matrix(points.Rows, points.Columns);
        Present.Pullback(isPlain ? points : Transform.Apply(points, slopes), new(points.Rows, 1, values), gradients);
        if (slopes is null) return;
        for (var entry = 0; entry < slopes.Values.Length; entry++) gradients.Values[entry] *= slopes.Values[entry];
    }

    /// <summary>A discriminator of a network that somebody trains further: it takes a copy before that happens, unless it was given back.</summary>
    internal static NetworkDiscriminator Lent(Network network, InputTransform transform, Func<Network> initial) => new(network, transform, initial) { _isLent = true };

    /// <summary>Makes the network the discriminator's own; once, and not after it was given back.</summary>
    /// <param name="isFree">Whether nobody else wants the network, so that it needs no copy.</param>
    internal void Keep(bool isFree = false)
    {
        if (!_isLent) return;
        if (!isFree) _network = _network!.Clone();
        _isLent = false;
    }

    internal override void Release()
    {
        if (_isLent) (_network, _isLent) = (null, false);
    }
}
