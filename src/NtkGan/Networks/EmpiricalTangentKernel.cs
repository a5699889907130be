using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>The tangent kernel of one finite network at its present parameters: Theta(x, y) = (1/K) sum_k &lt;df_k(x)/dtheta, df_k(y)/dtheta>, the
/// trace over the K outputs divided by their number. The gradient by a layer's weights is a product of what enters the layer and of what
/// its result does to the outputs, so that gradients of the length of theta are never formed (of images, those of one layer at a time).</summary>
/// <param name="network">The network.</param>
/// <param name="memory">Bytes for the factors of all points held at once; more points are done in turns, at the cost of computing some
/// factors again.</param>
public sealed class EmpiricalTangentKernel(Network network, long memory = 1L << 30)
{
    private const int Slice = 64;

    /// <summary>Theta(x, x), n x n, symmetric.</summary>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Gram(Matrix points) => Gram(points, points);

    /// <summary>Theta(x, y), n x m.</summary>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Gram(Matrix points, Matrix others)
    {
        network.RefuseSpectral();
        var isSymmetric = ReferenceEquals(network.Checked(points), network.Checked(others));
        var (result, turn) = (new Matrix(points.Rows, others.Rows), PointsAtOnce());
        for (var i = 0; i < points.Rows; i += turn)
        {
            using var first = new Factors(network, points, i, Math.Min(points.Rows, i + turn));
            if (isSymmetric) Contract(first, first, result, isSymmetric);
            for (var j = 0; j < (isSymmetric ? i : others.Rows); j += turn)
            {
                using var second = new Factors(network, others, j, Math.Min(others.Rows, j + turn));
                Contract(first, second, result, isSymmetric);
            }
        }

        return result;
    }

    /// <summary>Theta(x, x) v without Theta: (1/K) sum_k J_k J_k^T v, one backward and one forward pass for each output.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="vector">v, n values.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public double[] Multiply(Matrix points, ReadOnlySpan<double> vector)
    {
        if (vector.Length != points.Rows) throw new InvalidDataFormatException($"A vector of {vector.Length} values does not fit {points.Rows} points.");
        var (result, outputs) = (new double[points.Rows], network.Output.Dimension);
        for (var k = 0; k < outputs; k++)
        {
            var cotangents = new Matrix(points.Rows, outputs);
            for (var i = 0; i < points.Rows; i++) cotangents[i, k] = vector[i];
            using var pulled = network.Gradient(points, cotangents);
            var slopes = network.Differentiate(points, pulled).Slopes;
            for (var i = 0; i < points.Rows; i++) result[i] += slopes[i, k] / outputs;
        }

        return result;
    }

    // Two sets of factors are held at a time.
    private int PointsAtOnce() =>
        (int)Math.Clamp(memory / (2 * sizeof(double) * network.Affine.Sum(operation => operation.FactorSize(network.Output.Dimension))), 1, int.MaxValue);

    private void Contract(Factors first, Factors second, Matrix result, bool isSymmetric)
    {
        var pairs = first.Slices.SelectMany(_ => second.Slices, (own, other) => (own, other)).Where(pair => !isSymmetric || pair.own.Start >= pair.other.Start).ToList();
        TorchThreads.ForBlocks(pairs.Count, 1, (index, _) =>
        {
            using var quiet = no_grad();
            var (own, other) = pairs[index];
            var sum = own.Layers.Zip(other.Layers, (left, right) => left.Operation.Contract(left, right))
                .Aggregate((TensorScalar)0.0, (total, part) => total + part);
            var block = Tensors.ToMatrix((sum / network.Output.Dimension).Value);
            for (var i = 0; i < block.Rows; i++)
            {
                // A slice with itself fills its lower triangle, and all others the mirror image too.
                var count = isSymmetric && own.Start == other.Start ? i + 1 : block.Columns;
                for (var j = 0; j < count; j++)
                {
                    result[own.Start + i, other.Start + j] = block[i, j];
                    if (isSymmetric) result[other.Start + j, own.Start + i] = block[i, j];
                }
            }
        });
    }

    /// <summary>The factors of a range of points, in slices.</summary>
    private sealed class Factors : IDisposable
    {
        public Factors(Network network, Matrix points, int start, int end)
        {
            Slices = new (int, List<TangentFactor>)[(end - start + Slice - 1) / Slice];
            TorchThreads.ForBlocks(end - start, Slice, (from, to) =>
            {
                var tape = new TangentTape();
                var outputs = network.Forward(Tensors.Of(points, start + from, start + to), tape);
                Slices[from / Slice] = (start + from, [.. tape.Differentiate(outputs).Select(factor => factor.Kept())]);
            });
        }

        public (int Start, List<TangentFactor> Layers)[] Slices { get; }

        public void Dispose()
        {
            foreach (var (_, layers) in Slices)
                foreach (var factor in layers) factor.Dispose();
        }
    }
}
