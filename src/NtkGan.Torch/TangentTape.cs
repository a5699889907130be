using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>Writes down, during one forward pass of a block of points, what enters every affine operation, and afterwards what the outputs'
/// derivatives by its result are. Together they are the gradients of the outputs by all parameters, point by point, in factors.</summary>
internal sealed class TangentTape
{
    private readonly List<(AffineOperation Operation, Tensor Signal, Tensor Offset)> _records = [];

    /// <summary>The result of an affine operation, with a zero added by which the outputs can be differentiated.</summary>
    public Tensor Record(AffineOperation operation, Tensor signal, Tensor result)
    {
        var offset = zeros_like(result, requires_grad: true);
        _records.Add((operation, signal.detach(), offset));
        return ((TensorScalar)result + offset).Value;
    }

    /// <summary>The factors, one for each affine operation, given the outputs, n x K.</summary>
    public List<TangentFactor> Differentiate(Tensor outputs)
    {
        var offsets = _records.Select(record => record.Offset).ToList();
        var count = (int)outputs.shape[1];
        var cotangents = Enumerable.Range(0, count).Select(k => Tensors.Gradients(outputs.select(1, k).sum(), offsets, isLast: k == count - 1)).ToList();
        return [.. _records.Select((record, r) => new TangentFactor(record.Operation, record.Signal, [.. cotangents.Select(of => of[r])]))];
    }
}

/// <summary>The gradients of all outputs by the parameters of one affine operation, for a block of points.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Signal">h, points x positions x fan-in.</param>
/// <param name="Cotangents">df_k/dz, points x positions x width, for each output k.</param>
internal sealed record TangentFactor(AffineOperation Operation, Tensor Signal, Tensor[] Cotangents) : IDisposable
{
    /// <summary>Takes the tensors out of the scope that would free them.</summary>
    public TangentFactor Kept()
    {
        Signal.DetachFromDisposeScope();
        foreach (var cotangent in Cotangents) cotangent.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        Signal.Dispose();
        foreach (var cotangent in Cotangents) cotangent.Dispose();
    }
}
