using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Torch;

/// <summary>A finite network without its parameters: a function of them and of points.</summary>
/// <param name="Operation">f, on points x positions x features.</param>
/// <param name="Parameters">The places of its parameters.</param>
/// <param name="Affine">The operations that have parameters.</param>
/// <param name="Output">How the outputs of a point are arranged.</param>
internal sealed record TorchStructure(Operation Operation, IReadOnlyList<Parameter> Parameters, IReadOnlyList<AffineOperation> Affine, PointShape Output)
{
    /// <summary>The structure of a network.</summary>
    /// <exception cref="UsageException">No finite network of that kind exists.</exception>
    public static TorchStructure Of(NetworkDescription description)
    {
        var (layers, input, isSpectral) = (description.Layers, description.Input, description.IsSpectral);
        if (!description.IsAntisymmetric) return new TorchBuilder(input, "", [], isSpectral).Build(layers);
        var first = new TorchBuilder(input, "plus_", [], isSpectral).Build(layers);
        var second = new TorchBuilder(input, "minus_", first.Parameters, isSpectral).Build(layers);
        return second with
        {
            Operation = new Operation.WeightedSum([(Math.Sqrt(0.5), first.Operation), (-Math.Sqrt(0.5), second.Operation)]),
            Affine = [.. first.Affine, .. second.Affine],
        };
    }
}
