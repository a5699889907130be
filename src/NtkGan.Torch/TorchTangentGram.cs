using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>The empirical tangent kernel of a network on torch, from factors of its gradients layer by layer (of images, gradients of one layer at a time).</summary>
/// <param name="network">The network, its tensors up to date.</param>
/// <param name="memory">Bytes for the factors of all points held at once.</param>
internal sealed class TorchTangentGram(TorchNetwork network, long memory)
{
    private const int Slice = 64;

    /// <summary>Theta(x, y); symmetric where both are the same object.</summary>
    public Matrix Of(Matrix points, Matrix others)
    {
        var isSymmetric = ReferenceEquals(points, others);
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
        public Factors(TorchNetwork network, Matrix points, int start, int end)
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
