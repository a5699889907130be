using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>Spectral normalisation (Miyato et al. 2018): matrices divided by their largest singular value sigma. It is estimated by power
/// iterations from a fixed start, nothing being carried from call to call: never above sigma, and a few per cent below it at most where
/// singular values crowd together. The estimate u^T W v is differentiated at fixed u and v.</summary>
internal static class SpectralNorm
{
    private const int Iterations = 20;

    /// <summary>W / sigma(W); W itself if it is 0.</summary>
    public static Tensor Divide(Tensor matrix)
    {
        var (rows, fixedMatrix) = (matrix.shape[0], matrix.detach());
        var start = new double[rows];
        CounterRandom.For(0, "spectral norm").FillNormal(start);
        var left = Unit(Tensors.Of(start, rows, 1));
        var right = left;
        for (var k = 0; k < Iterations; k++)
        {
            right = Unit(fixedMatrix.t().mm(left));
            left = Unit(fixedMatrix.mm(right));
        }

        TensorScalar norm = left.t().mm(matrix).mm(right);
        return ((TensorScalar)matrix / TensorScalar.Select(norm, norm, 1.0)).Value;
    }

    private static Tensor Unit(Tensor vector)
    {
        TensorScalar length = (vector * vector).sum().sqrt();
        return ((TensorScalar)vector / TensorScalar.Select(length, length, 1.0)).Value;
    }
}
