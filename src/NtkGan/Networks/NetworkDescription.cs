using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>What a finite network is a network of: all but its parameters.</summary>
/// <param name="Architecture">The layers and their widths.</param>
/// <param name="Input">How the coordinates of a point are arranged.</param>
/// <param name="Outputs">Features of the last layer with weights; null for the architecture's own.</param>
/// <param name="IsAntisymmetric">Whether it is (f(theta_1) - f(theta_2))/sqrt(2).</param>
/// <param name="IsSpectral">Whether weights are divided by their largest singular values.</param>
/// <param name="Precision">The numbers in which it computes.</param>
public sealed record NetworkDescription(Architecture Architecture, PointShape Input, int? Outputs = null, bool IsAntisymmetric = false, bool IsSpectral = false,
    Precision Precision = Precision.Double)
{
    /// <summary>The layers, the last one with weights of as many features as asked for.</summary>
    /// <exception cref="UsageException">The number of outputs cannot be chosen, or is below 1.</exception>
    internal Layer Layers => Outputs is not { } count ? Architecture.Layers : Architecture.Layers.WithFeatures(Require.AtLeast(1, count, nameof(Outputs)))
        ?? throw new UsageException("The number of outputs cannot be chosen: the network ends in no layer with weights of its own.");
}
