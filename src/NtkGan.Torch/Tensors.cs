using System.Runtime.InteropServices;
using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>Matrices as tensors of doubles and back; both directions copy.</summary>
internal static class Tensors
{
    /// <summary>The matrix as a tensor of the same shape.</summary>
    public static Tensor Of(Matrix matrix) => Of(matrix.Values, matrix.Rows, matrix.Columns);

    /// <summary>Rows [start, end) of the matrix.</summary>
    public static Tensor Of(Matrix matrix, int start, int end) =>
        Of(matrix.Values[(start * matrix.Columns)..(end * matrix.Columns)], end - start, matrix.Columns);

    /// <summary>The values, row after row, as a tensor of that shape, in torch's own memory: at the address of a borrowed array, matrix products would
    /// round by its alignment.</summary>
    public static Tensor Of(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape)
    {
        var result = empty(shape.ToArray(), float64);
        MemoryMarshal.AsBytes(values).CopyTo(result.bytes);
        return result;
    }

    /// <summary>Copies the values of a tensor, row after row.</summary>
    public static void CopyTo(Tensor tensor, Span<double> values) => MemoryMarshal.Cast<byte, double>(tensor.detach().contiguous().bytes).CopyTo(values);

    /// <summary>The value of a tensor of one number.</summary>
    public static double Number(Tensor tensor)
    {
        Span<double> value = stackalloc double[1];
        CopyTo(tensor, value);
        return value[0];
    }

    /// <summary>The gradients of one number by tensors; zeros for those on which it does not depend.</summary>
    /// <param name="number">The number.</param>
    /// <param name="by">The tensors.</param>
    /// <param name="isLast">Whether the record of the computation may be forgotten afterwards.</param>
    /// <param name="isDifferentiable">Whether the gradients are to be differentiated in turn.</param>
    public static Tensor[] Gradients(Tensor number, IEnumerable<Tensor> by, bool isLast = true, bool isDifferentiable = false)
    {
        var variables = by.ToList();
        if (!number.requires_grad) return [.. variables.Select(variable => zeros_like(variable))];
        return [.. autograd.grad([number], variables, retain_graph: !isLast || isDifferentiable, create_graph: isDifferentiable, allow_unused: true)
            .Zip(variables, (gradient, variable) => gradient is null || gradient.IsInvalid ? zeros_like(variable) : gradient)];
    }

    /// <summary>A tensor of two dimensions as a matrix.</summary>
    public static Matrix ToMatrix(Tensor tensor)
    {
        var result = new Matrix((int)tensor.shape[0], (int)tensor.shape[1]);
        CopyTo(tensor, result.Values);
        return result;
    }
}
