using NtkGan.Networks;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>A vector in the space of a network's parameters as tensors, one for each matrix. It holds memory outside of the collected heap.</summary>
/// <param name="tensors">The tensors, which it takes over.</param>
internal sealed class TensorVector(IReadOnlyList<Tensor> tensors) : IDisposable
{
    /// <summary>One tensor for each place, of its shape.</summary>
    public IReadOnlyList<Tensor> Tensors { get; } = tensors;

    /// <summary>The tensor of one place.</summary>
    public Tensor this[Parameter place] => Tensors[place.Index];

    /// <summary>Copies of a vector.</summary>
    public static TensorVector Of(ParameterVector values) =>
        new([.. values.Places.Select(place => Torch.Tensors.Of(values.Of(place), place.Rows, place.Columns).DetachFromDisposeScope())]);

    /// <summary>Takes over the values of a vector of the same network.</summary>
    public void Set(ParameterVector values)
    {
        using var quiet = no_grad();
        foreach (var place in values.Places)
        {
            using var own = Torch.Tensors.Of(values.Of(place), place.Rows, place.Columns);
            Tensors[place.Index].copy_(own);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }
}
