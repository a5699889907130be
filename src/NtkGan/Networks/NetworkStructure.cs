using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A finite network without its parameters: a function of them and of points.</summary>
/// <param name="Operation">f, on points x positions x features.</param>
/// <param name="Parameters">The places of its parameters.</param>
/// <param name="Affine">The operations that have parameters.</param>
/// <param name="Input">How the coordinates of a point are arranged.</param>
/// <param name="Output">How the outputs of a point are arranged.</param>
/// <param name="IsAntisymmetric">Whether it is (f(theta_1) - f(theta_2))/sqrt(2).</param>
/// <param name="IsSpectral">Whether weights are divided by their largest singular values.</param>
internal sealed record NetworkStructure(Operation Operation, IReadOnlyList<Parameter> Parameters, IReadOnlyList<AffineOperation> Affine,
    PointShape Input, PointShape Output, bool IsAntisymmetric, bool IsSpectral)
{
    /// <summary>The structure of an architecture.</summary>
    /// <exception cref="UsageException">No finite network of that kind exists.</exception>
    public static NetworkStructure Of(Architecture architecture, PointShape input, int? outputs, bool isAntisymmetric, bool isSpectral)
    {
        var layers = outputs is not { } count ? architecture.Layers : architecture.Layers.WithFeatures(Require.AtLeast(1, count, nameof(outputs)))
            ?? throw new UsageException("The number of outputs cannot be chosen: the network ends in no layer with weights of its own.");
        if (!isAntisymmetric) return new NetworkBuilder(input, "", [], isSpectral).Build(layers);
        var first = new NetworkBuilder(input, "plus_", [], isSpectral).Build(layers);
        var second = new NetworkBuilder(input, "minus_", first.Parameters, isSpectral).Build(layers);
        return second with
        {
            IsAntisymmetric = true,
            Operation = new Operation.WeightedSum([(Math.Sqrt(0.5), first.Operation), (-Math.Sqrt(0.5), second.Operation)]),
            Affine = [.. first.Affine, .. second.Affine],
        };
    }
}
