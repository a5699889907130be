using NtkGan.Networks;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>z = s w h + r beta at every position: fan-in -> width features, with the weights w and the biases beta as parameters and fixed
/// scales s and r (neural tangent parameterisation: s = W/sqrt(fan-in), r = b; standard: 1 and 1). With spectral normalisation s w is divided
/// by its largest singular value, whatever s. Behind windows h is what they read, which a convolution of torch's never writes down.</summary>
internal sealed class AffineOperation(Parameter weights, double weightScale, Parameter? biases, double biasScale, int positions, bool isSpectral, Windows? windows = null) : Operation
{
    /// <summary>Numbers that the tangent kernel of one point needs here, for a number of outputs.</summary>
    public long FactorSize(int outputs) =>
        (long)positions * (weights.Columns + outputs * weights.Rows) + (positions > 1 ? (long)weights.Rows * weights.Columns : 0);

    public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null)
    {
        if (tape is null) return Apply(signal, parameters[weights], Bias(parameters));
        var read = windows?.Gather(signal) ?? signal;
        return tape.Record(this, read, Multiply(read, Scaled(parameters[weights]), Bias(parameters)));
    }

    public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change) =>
        (Forward(signal, parameters), ((TensorScalar)Apply(slope, parameters[weights], null) + Apply(signal, change[weights], Bias(change))).Value);

    /// <summary>This operation's part of the tangent kernel between two blocks of points, summed over outputs:
    /// sum_k &lt;df_k(x)/d(w, beta), df_k(y)/d(w, beta)>, from the signals h that entered and the cotangents df_k/dz. At one position the
    /// gradient is the product of the two, so its inner product is the product of theirs and is never formed.</summary>
    public Tensor Contract(TangentFactor first, TangentFactor second)
    {
        TensorScalar result = 0.0;
        var signals = positions > 1 ? null : first.Signal.squeeze(1).mm(second.Signal.squeeze(1).t());
        foreach (var (own, other) in first.Cotangents.Zip(second.Cotangents))
        {
            TensorScalar products = signals is null
                ? PerPoint(own, first.Signal).mm(PerPoint(other, second.Signal).t())
                : signals * own.squeeze(1).mm(other.squeeze(1).t());
            result += weightScale * weightScale * products;
            if (biases is not null) result += biasScale * biasScale * (TensorScalar)own.sum(1).mm(other.sum(1).t());
        }

        return result.Value;
    }

    private static Tensor PerPoint(Tensor cotangent, Tensor signal) => cotangent.transpose(1, 2).bmm(signal).flatten(1);

    private Tensor Apply(Tensor signal, Tensor weight, Tensor? bias)
    {
        var matrix = Scaled(weight);
        return windows?.Convolve(signal, matrix, bias) ?? Multiply(windows?.Gather(signal) ?? signal, matrix, bias);
    }

    // Scales go into the parameters, which are fewer than the numbers of a signal.
    private Tensor Scaled(Tensor weight) => isSpectral ? SpectralNorm.Divide(weight) : (weightScale * (TensorScalar)weight).Value;

    private Tensor? Bias(TensorVector parameters) => biases is null ? null : (biasScale * (TensorScalar)parameters[biases]).Value;

    private Tensor Multiply(Tensor signal, Tensor matrix, Tensor? row)
    {
        var rows = signal.reshape(-1, weights.Columns);
        return (row is null ? rows.mm(matrix.t()) : addmm(row, rows, matrix.t(), 1, 1)).reshape(signal.shape[0], -1, weights.Rows);
    }
}
