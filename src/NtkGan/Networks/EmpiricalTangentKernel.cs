using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks;

/// <summary>The tangent kernel of one finite network at its present parameters: Theta(x, y) = (1/K) sum_k &lt;df_k(x)/dtheta, df_k(y)/dtheta>, the
/// trace over the K outputs divided by their number. The gradient by a layer's weights is a product of what enters the layer and of what
/// its result does to the outputs, so that gradients of the length of theta are never formed (of images, those of one layer at a time).</summary>
/// <param name="network">The network.</param>
/// <param name="memory">Bytes for the factors of all points held at once; more points are done in turns, at the cost of computing some
/// factors again.</param>
public sealed class EmpiricalTangentKernel(Network network, long memory = 1L << 30)
{
    /// <summary>Theta(x, x), n x n, symmetric.</summary>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Gram(Matrix points, CancellationToken cancellation = default) => Gram(points, points, cancellation);

    /// <summary>Theta(x, y), n x m.</summary>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Gram(Matrix points, Matrix others, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        network.RefuseSpectral();
        return network.TangentGram(network.Checked(points), network.Checked(others), memory);
    }

    /// <summary>Theta(x, x) v: of many points (1/K) sum_k J_k J_k^T v, one backward and one forward pass for each output, without Theta; of few points in a wide
    /// network by Theta, which costs less and is smaller than a gradient.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="vector">v, n values.</param>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public double[] Multiply(Matrix points, ReadOnlySpan<double> vector)
    {
        if (vector.Length != points.Rows) throw new InvalidDataFormatException($"A vector of {vector.Length} values does not fit {points.Rows} points.");
        var (result, outputs) = (new double[points.Rows], network.Output.Dimension);
        if (network.IsTangentGramCheaper(points.Rows))
        {
            ScaledMatrix.Multiply(Gram(points), vector.ToArray(), result);
            return result;
        }

        for (var k = 0; k < outputs; k++)
        {
            var cotangents = new Matrix(points.Rows, outputs);
            for (var i = 0; i < points.Rows; i++) cotangents[i, k] = vector[i];
            var slopes = network.Differentiate(points, network.Gradient(points, cotangents)).Slopes;
            for (var i = 0; i < points.Rows; i++) result[i] += slopes[i, k] / outputs;
        }

        return result;
    }
}
